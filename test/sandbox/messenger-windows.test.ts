/** When the fake Graph API lets a Page write, on a clock that is moved. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hour, openStage, type Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.again());

const send = async (user: string, more: object = {}) => {
  const { body } = await stage.graph('/me/messages', { recipient: { id: user }, message: { text: 'Chào' }, ...more });
  return body.error ? [body.error.code, body.error.error_subcode] : 'sent';
};
const closed = [10, 2018278];
const byPerson = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

const table: [label: string, after: number, more: object, outcome: unknown][] = [
  ['at once', 0, {}, 'sent'],
  ['after 24 h', 24 * hour, {}, 'sent'],
  ['after 24 h and a minute', 24 * hour + 60_000, {}, closed],
  ['an update after 25 h', 25 * hour, { messaging_type: 'UPDATE' }, closed],
  ['a human agent after 25 h', 25 * hour, byPerson, 'sent'],
  ['a human agent after 8 days', 192 * hour, byPerson, closed],
];
describe('after a text', () => {
  it.each(table)('%s', async (_, after, more, outcome) => {
    const user = await stage.acquaintance('messenger');
    await stage.advance(after);
    expect(await send(user, more)).toEqual(outcome);
  });
});

const acts: [label: string, act: Record<string, unknown>, opens: boolean][] = [
  ['a text', { text: 'xin chào' }, true],
  ['a photo', { photo: true }, true],
  ['a link that is opened', { referral: 'qr-1' }, true],
  ['a reaction', { react: { messageId: 'm_1' } }, true],
  ['looking at messages', { seen: true }, false],
];
describe('what opens the window', () => {
  it.each(acts)('%s', async (_, act, opens) => {
    const { id } = await stage.api('people', { platform: 'messenger' });
    expect(await send(id)).toEqual(closed);
    await stage.say({ platform: 'messenger', user: id, ...act });
    expect(await send(id)).toEqual(opens ? 'sent' : closed);
  });
});

it('a person who blocked the Page is not available', async () => {
  const user = await stage.acquaintance('messenger');
  await stage.say({ platform: 'messenger', user, block: true });
  expect(await send(user)).toEqual([551, 1545041]);
});

it('nobody has an id that is not theirs', async () => {
  expect(await send('12345')).toEqual([100, 2018001]);
});
