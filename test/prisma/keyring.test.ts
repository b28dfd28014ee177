import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../prisma/client.js';
import { openKeyring } from '../../prisma/keyring.js';
import { createSealer, wrappingKey } from '../../prisma/seal.js';
import { testDatabase } from '../support/database.js';

const database = openDatabase(await testDatabase());
afterAll(database.close);
const secretKey = Buffer.alloc(32, 1);

it('is made once, however many processes start together, and is the same for all of them', async () => {
  const rings = await Promise.all(Array.from({ length: 5 }, () => openKeyring(database, secretKey)));
  const { rows } = await database.pool.query('SELECT purpose FROM keyring ORDER BY id');
  expect(rows.map(({ purpose }) => purpose)).toEqual(['seal', 'contact', 'tap']);
  const [first, ...others] = rings;
  for (const ring of others) {
    expect(ring.contactKey).toEqual(first?.contactKey);
    expect(ring.tapKey).toEqual(first?.tapKey);
    expect(ring.sealer.open(first?.sealer.seal('x') ?? Buffer.alloc(0))).toBe('x');
  }
});

it('says in a sentence that SECRET_KEY is another one', async () => {
  await openKeyring(database, secretKey);
  await expect(openKeyring(database, Buffer.alloc(32, 2))).rejects.toThrow(
    'SECRET_KEY is not the one this database was set up with: give the original key',
  );
});

it('takes a further sealing key up: new values are sealed with it, old ones stay readable', async () => {
  const before = await openKeyring(database, secretKey);
  const old = before.sealer.seal('from before');
  const wrapped = createSealer([wrappingKey(secretKey)]).seal(Buffer.alloc(32, 9).toString('base64'));
  await database.pool.query(`INSERT INTO keyring (purpose, wrapped) VALUES ('seal', $1)`, [wrapped]);
  const after = await openKeyring(database, secretKey);
  expect(after.sealer.open(old)).toBe('from before');
  expect(() => before.sealer.open(after.sealer.seal('from now on'))).toThrow('which the keyring does not hold');
  expect(after.contactKey).toEqual(before.contactKey);
});

it('holds no key in the clear', async () => {
  const keys = await openKeyring(database, secretKey);
  const { rows } = await database.pool.query<{ wrapped: Buffer }>('SELECT wrapped FROM keyring');
  for (const { wrapped } of rows)
    for (const secret of [keys.contactKey, keys.tapKey])
      expect(wrapped.includes(secret) || wrapped.toString().includes(secret.toString('base64'))).toBe(false);
});
