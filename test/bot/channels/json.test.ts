import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../bot/channels/json.js';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('reading a webhook body', () => {
  it.each([
    ['ids in quotes stay strings', '{"id":"2512523625412515123"}', { id: '2512523625412515123' }],
    [
      'a bare id beyond 2^53 becomes a string, digit for digit',
      '{"id":2512523625412515123}',
      { id: '2512523625412515123' },
    ],
    ['also in a list', '[1,9007199254740993]', [1, '9007199254740993']],
    ['also negative', '{"a": -9007199254740993}', { a: '-9007199254740993' }],
    ['also alone', '9007199254740993', '9007199254740993'],
    ['16 digits that a number can hold stay a number', '{"id":1234567890123456}', { id: 1234567890123456 }],
    [
      'times in milliseconds stay numbers beside a long id',
      '{"at":1743908534740,"id":2512523625412515123}',
      { at: 1743908534740, id: '2512523625412515123' },
    ],
    ['fractions stay numbers', '{"a":[9007199254740993,21.028511]}', { a: ['9007199254740993', 21.028511] }],
    ['numbers with an exponent stay numbers', '[9007199254740993,1e30]', ['9007199254740993', 1e30]],
    ['digits in a text stay a text', '{"t":"gọi: 2512523625412515123"}', { t: 'gọi: 2512523625412515123' }],
    ['a key written twice is read as JSON.parse does', '{"a":1,"a":9007199254740993}', { a: 9007199254740992 }],
    ['null is a value', 'null', null],
  ])('%s', (_label, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ''],
    ['half a body', '{"a":'],
    ['HTML', '<html></html>'],
    ['a long number that is not JSON', '9007199254740993x'],
  ])('%s is not JSON', (_label, text) => {
    expect(parse(text)).toBeUndefined();
  });

  it('survives very deep nesting beside a long number', () => {
    const deep = `[9007199254740993,${'['.repeat(200_000)}${']'.repeat(200_000)}]`;
    expect(parse(deep)).toBeDefined();
  });

  it('does not let a body change the prototype of anything', () => {
    const value = parse('{"__proto__":{"admin":true},"id":9007199254740993}') as { admin?: boolean };
    expect(value.admin).toBeUndefined();
    expect({}).not.toHaveProperty('admin');
  });

  it('agrees with JSON.parse wherever numbers are exact', () => {
    fc.assert(
      fc.property(
        fc.json().filter((text) => !/\d{16}/.test(text)),
        (text) => {
          expect(parse(text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('agrees with JSON.parse also on the exact way', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        if (!/\d{16}/.test(text))
          expect(parse(`[9007199254740993,${text}]`)).toEqual(['9007199254740993', JSON.parse(text)]);
      }),
    );
  });

  it('reads any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        parseJson(Buffer.from(bytes));
      }),
    );
  });
});
