import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeTap, readTap, signTap } from '../../../bot/channels/tap.js';

const key = Buffer.alloc(32, 7);
const tap = { session: 'k3x9ab2q', node: 'q3', option: 'very-satisfied' };
const payload = signTap(key, '42', tap);

/** The payload with one part put in place of another. */
const withPart = (index: number, part: string) => payload.split(':').with(index, part).join(':');

describe('a tap payload', () => {
  it('comes back as the tap it was made from', () => {
    expect(readTap(key, '42', payload)).toEqual(tap);
  });

  it('is the same for the same tap, so that a message rendered twice is the same message', () => {
    expect(signTap(key, '42', tap)).toBe(payload);
  });

  it('stays far below the 1000 characters Zalo allows, even with the longest names', () => {
    const long = { session: 'a'.repeat(40), node: 'b'.repeat(40), option: 'c'.repeat(40) };
    expect(signTap(key, '9223372036854775807', long).length).toBeLessThan(200);
  });

  it.each([
    ['made for another person', '43', payload],
    ['with another option', '42', withPart(3, 'very-unsatisfied')],
    ['with another question', '42', withPart(2, 'q4')],
    ['with another run', '42', withPart(1, 'zzzzzzzz')],
    ['with a made-up signature', '42', withPart(4, 'AAAAAAAAAAA')],
    ['with a cut signature', '42', payload.slice(0, -2)],
    ['with an empty signature', '42', withPart(4, '')],
    ['with something behind it', '42', `${payload}:more`],
    ['with the prefix in capitals', '42', payload.toUpperCase()],
    ['of another version', '42', payload.replace('#ln1:', '#ln2:')],
    ['that is only the prefix', '42', '#ln1:'],
    ['that is empty', '42', ''],
  ])('%s is refused', (_label, contact, forged) => {
    expect(readTap(key, contact, forged)).toBeNull();
  });

  it('signed with another key is refused', () => {
    expect(readTap(randomBytes(32), '42', payload)).toBeNull();
  });

  it('is not found in what people type', () => {
    expect(looksLikeTap('#khaosat')).toBe(false);
    expect(looksLikeTap(' #ln1:a:b:c:d')).toBe(false);
    expect(looksLikeTap(payload)).toBe(true);
  });

  it('cannot be guessed, and guessing never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, prefixed) => {
        expect(readTap(key, '42', prefixed ? `#ln1:${text}` : text)).toBeNull();
      }),
    );
  });
});
