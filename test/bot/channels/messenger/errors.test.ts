import { describe, expect, test } from 'vitest';
import { judge, judgements, judgeStatus } from '../../../../bot/channels/messenger/errors.js';

/** code, subcode, what we do, whether somebody must look. */
const table: [code: number, subcode: number | undefined, decision: string, alarm: boolean][] = [
  [1, undefined, 'retry', false],
  [1, 99, 'retry', false],
  [2, undefined, 'retry', false],
  [2, 2018344, 'retry', false],
  [1200, undefined, 'retry', false],
  [4, undefined, 'back-off', false],
  [4, 2018354, 'back-off', false],
  [9, 2018352, 'back-off', false],
  [17, undefined, 'back-off', false],
  [32, undefined, 'back-off', false],
  [341, undefined, 'back-off', false],
  [613, undefined, 'back-off', false],
  [613, 1234, 'back-off', false],
  [80006, undefined, 'back-off', false],
  [10, 2018278, 'close-window', false],
  [10, 2018065, 'close-window', false],
  [10, 1893063, 'stop-channel', true],
  [10, undefined, 'give-up', true],
  [10, 77, 'give-up', true],
  [200, undefined, 'give-up', true],
  [230, undefined, 'give-up', true],
  [299, undefined, 'give-up', true],
  [100, undefined, 'give-up', true],
  [100, 33, 'give-up', true],
  [100, 2018001, 'give-up', true],
  [190, undefined, 'stop-channel', true],
  [190, 458, 'stop-channel', true],
  [190, 459, 'stop-channel', true],
  [190, 460, 'stop-channel', true],
  [190, 463, 'stop-channel', true],
  [190, 467, 'stop-channel', true],
  [368, undefined, 'stop-channel', true],
  [368, 2534122, 'stop-channel', true],
  [100, 2534029, 'stop-channel', true],
  [551, undefined, 'stop-contact', false],
  [551, 1545041, 'stop-contact', false],
];

describe('what an error of Meta means for us', () => {
  test.each(table)('%i/%s: %s', (code, subcode, decision, alarm) => {
    expect(judge(code, subcode)).toMatchObject({ decision, alarm, meaning: expect.stringMatching(/\w/) });
  });

  test('every line of the list is in this table', () => {
    const tested = new Set(table.map(([code, subcode]) => (subcode === undefined ? `${code}` : `${code}/${subcode}`)));
    expect([...judgements.keys()].filter((key) => !tested.has(key))).toEqual([]);
  });

  test.each([9, 199, 300, 0, -1, 12345])('%i is not on the list', (code) => expect(judge(code)).toBeUndefined());

  test.each([
    [429, 'back-off', false],
    [500, 'retry', false],
    [503, 'retry', false],
    [408, 'retry', false],
    [400, 'give-up', true],
    [404, 'give-up', true],
    [302, 'give-up', true],
  ])('HTTP %i without an error of Meta: %s', (status, decision, alarm) => {
    expect(judgeStatus(status)).toMatchObject({ decision, alarm });
  });
});
