/**
 * The keyring: random keys kept in the database, each wrapped by SECRET_KEY. Sealing keys may be added at any time (the newest seals);
 * the contact and tap keys stay, since ids and old buttons hang on them.
 */
import { randomBytes } from 'node:crypto';
import type { Database } from './client.js';
import { createSealer, type Key, SealError, type Sealer, wrappingKey } from './seal.js';

export interface Keys {
  sealer: Sealer;
  /** Names contacts: prisma/seal.ts contactIdOf. */
  contactKey: Buffer;
  /** Signs buttons: bot/channels/tap.ts. */
  tapKey: Buffer;
}

const purposes = ['seal', 'contact', 'tap'] as const;

/**
 * Opens the keyring, making it on the first start. `secretKey`: 32 bytes or more.
 * Throws SealError when SECRET_KEY is not the one the keyring was made with.
 */
export async function openKeyring(database: Database, secretKey: Buffer): Promise<Keys> {
  const wrap = createSealer([wrappingKey(secretKey)]);
  await makeMissingKeys(database, wrap);
  const { rows } = await database.pool.query<{ id: number; purpose: string; wrapped: Buffer }>(
    'SELECT id, purpose, wrapped FROM keyring ORDER BY id',
  );
  const keys = rows.map((row) => ({ id: row.id, purpose: row.purpose, secret: unwrap(wrap, row.wrapped) }));
  const newest = (purpose: string): Key => {
    const key = keys.findLast((candidate) => candidate.purpose === purpose);
    if (!key) throw new SealError(`the keyring holds no ${purpose} key`);
    return key;
  };
  return {
    sealer: createSealer(keys.filter((key) => key.purpose === 'seal')),
    contactKey: newest('contact').secret,
    tapKey: newest('tap').secret,
  };
}

/** One statement and a table lock, so that two processes starting together make one keyring. */
async function makeMissingKeys(database: Database, wrap: Sealer): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('LOCK TABLE keyring IN EXCLUSIVE MODE');
    for (const purpose of purposes) {
      const wrapped = wrap.seal(randomBytes(32).toString('base64'));
      await client.query(
        'INSERT INTO keyring (purpose, wrapped) SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM keyring WHERE purpose = $1)',
        [purpose, wrapped],
      );
    }
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

function unwrap(wrap: Sealer, wrapped: Buffer): Buffer {
  try {
    return Buffer.from(wrap.open(wrapped), 'base64');
  } catch {
    throw new SealError('SECRET_KEY is not the one this database was set up with: give the original key');
  }
}
