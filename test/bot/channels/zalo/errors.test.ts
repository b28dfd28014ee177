import { describe, expect, it, test } from 'vitest';
import type { Decision } from '../../../../bot/channels/contract.js';
import { errors, rulingOf, rulingOfStatus } from '../../../../bot/channels/zalo/errors.js';

/** Every code of the two official tables (quoted 2026), by what it must lead to. An exclamation mark = a human being is called. */
const expected: [string, string][] = [
  ['back-off', '-32 -234 -133'],
  ['retry', '-200'],
  ['plain!', '-201 -233'],
  ['refresh-token', '-216 -220 -124'],
  ['close-window', '-230 -232'],
  ['stop-contact', '-213 -217 -227 -244'],
  ['stop-channel!', '-204 -205 -209 -212 -219 -221 -223 -224 -235 -242 -101 -103 -104 -1241'],
  ['give-up', '-218 -237 -108 -114 -118 -119 -139 -140 -141 -1471 -1472'],
  ['give-up!', '-100 -210 -211 -238 -240 -241 -248 -249 -320 -321 -403'],
  ['give-up!', '-109 -111 -112 -1121 -1122 -1124 -113 -1131 -1132 -115 -117 -120 -126 -127 -130 -131'],
  ['give-up!', '-135 -137 -138 -144 -1441 -145 -146 -147 -160 -162'],
];
const rows = expected.flatMap(([what, codes]) => codes.split(' ').map((code): [string, string] => [code, what]));

describe('error codes', () => {
  test.each(rows)('%s: %s', (code, what) => {
    const ruling = errors.get(code);
    expect(`${ruling?.decision}${ruling?.alarm ? '!' : ''}`).toBe(what);
  });

  it('has no code that is not in the tables', () => {
    expect([...errors.keys()].sort()).toEqual(rows.map(([code]) => code).sort());
  });

  it('gives up on a code it does not know, and calls somebody', () => {
    expect(rulingOf('-99999')).toMatchObject({ decision: 'give-up', alarm: true });
  });

  it('says how long to wait whenever it says to wait', () => {
    for (const ruling of errors.values())
      expect(ruling.retryAfterMs !== undefined).toBe(ruling.decision === 'back-off');
  });

  it('says in words what a person can understand', () => {
    for (const { meaning } of errors.values()) expect(meaning.length).toBeGreaterThan(10);
  });

  test.each<[number, Decision]>([
    [200, 'retry'],
    [302, 'give-up'],
    [400, 'give-up'],
    [401, 'refresh-token'],
    [403, 'give-up'],
    [408, 'retry'],
    [429, 'back-off'],
    [500, 'retry'],
    [503, 'retry'],
  ])('HTTP %i without a code: %s', (status, decision) => {
    expect(rulingOfStatus(status).decision).toBe(decision);
  });
});
