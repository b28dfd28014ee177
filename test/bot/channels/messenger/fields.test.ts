import { describe, expect, test } from 'vitest';
import { attachmentsOf } from '../../../../bot/channels/messenger/events/attachments.js';
import { idOf, timeOf, urlOf } from '../../../../bot/channels/messenger/events/fields.js';

describe('a field that may be anything', () => {
  test.each([
    ['a string', '24871509137654321', '24871509137654321'],
    ['a number', 104152632345678, '104152632345678'],
    ['a number that has lost digits', 2 ** 53, null],
    ['half a number', 1.5, null],
    ['nothing', undefined, null],
    ['an empty string', '', null],
    ['as long as an id may be', 'x'.repeat(255), 'x'.repeat(255)],
    ['longer', 'x'.repeat(256), null],
    ['an object', {}, null],
  ])('an id: %s', (_, value, id) => expect(idOf(value)).toBe(id));

  test.each([
    ['ms', 1_763_769_600_000, 1_763_769_600_000],
    ['seconds', 1_763_769_600, 1_763_769_600_000],
    ['a string of ms', '1763769600000', 1_763_769_600_000],
    ['a fraction', 1_763_769_600.9996, 1_763_769_600_999],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['zero', 0, undefined],
    ['before 1970', -5, undefined],
    ['no number', 'hôm nay', undefined],
    ['the end of the world', 1e300, undefined],
  ])('a time: %s', (_, value, time) => expect(timeOf(value)).toBe(time));

  test.each([
    ['https://a.vn/1.jpg', 'https://a.vn/1.jpg'],
    ['HTTP://a.vn', 'HTTP://a.vn'],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    [7, undefined],
  ])('an address: %s', (value, url) => expect(urlOf(value)).toBe(url));

  test.each([
    [90, 180, 'location'],
    [-90, -180, 'location'],
    [90.1, 0, 'other'],
    [0, -180.1, 'other'],
    ['21', 105, 'other'],
    [21, undefined, 'other'],
  ])('a place: %s, %s', (lat, long, is) => {
    expect(
      attachmentsOf({ attachments: [{ type: 'location', payload: { coordinates: { lat, long } } }] }),
    ).toMatchObject([{ is }]);
  });
});
