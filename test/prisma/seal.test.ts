import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactIdOf, createSealer, SealError } from '../../prisma/seal.js';

const key = (id: number) => ({ id, secret: randomBytes(32) });

describe('sealing', () => {
  it('gives back what was put in, whatever it is, and never shows it', () => {
    const sealer = createSealer([key(1)]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const sealed = sealer.seal(text);
        expect(sealer.open(sealed)).toBe(Buffer.from(text).toString());
        if (text.length > 8) expect(sealed.includes(Buffer.from(text))).toBe(false);
      }),
    );
  });

  it('refuses every value in which a single bit was changed', () => {
    const sealer = createSealer([key(1)]);
    const sealed = sealer.seal('0912 345 678');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => sealer.open(changed)).toThrow(SealError);
    }
  });

  it.each([0, 1, 30, 31])('refuses what is cut off after %i bytes', (length) => {
    const sealer = createSealer([key(1)]);
    expect(() => sealer.open(sealer.seal('x').subarray(0, length))).toThrow(SealError);
  });

  it('never seals the same twice alike', () => {
    const sealer = createSealer([key(1)]);
    const all = new Set(Array.from({ length: 1_000 }, () => sealer.seal('same').toString('hex')));
    expect(all.size).toBe(1_000);
  });

  it('seals with the newest key and opens with the one the value names', () => {
    const [old, present] = [key(3), key(4)];
    const before = createSealer([old]).seal('from before');
    const both = createSealer([present, old]);
    expect(both.open(before)).toBe('from before');
    const after = both.seal('from now on');
    expect(createSealer([present]).open(after)).toBe('from now on');
    expect(() => createSealer([old]).open(after)).toThrow('sealed with key 4, which the keyring does not hold');
  });

  it('refuses another key under the same number', () => {
    const sealed = createSealer([key(1)]).seal('x');
    expect(() => createSealer([key(1)]).open(sealed)).toThrow(SealError);
  });
});

it('a contact is a UUID that nobody without the key can compute, other on another channel', () => {
  const secret = randomBytes(32);
  const id = contactIdOf(secret, 1, '2810334905612773041');
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  expect(contactIdOf(secret, 1, '2810334905612773041')).toBe(id);
  expect(contactIdOf(secret, 2, '2810334905612773041')).not.toBe(id);
  expect(contactIdOf(randomBytes(32), 1, '2810334905612773041')).not.toBe(id);
});
