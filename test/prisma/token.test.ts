import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { connectChannel } from '../../prisma/channel.js';
import { openDatabase } from '../../prisma/client.js';
import { createSealer } from '../../prisma/seal.js';
import { readPair, refreshPair, type StoredPair } from '../../prisma/token.js';
import { testDatabase } from '../support/database.js';

const url = await testDatabase();
/** Two processes' worth of connections. */
const [one, other] = [openDatabase(url), openDatabase(url)];
afterAll(async () => void (await Promise.all([one.close(), other.close()])));
const sealer = createSealer([{ id: 1, secret: randomBytes(32) }]);
const pairOf = (number: number): StoredPair => ({
  accessToken: `at-${number}`,
  refreshToken: `rt-${number}`,
  issuedAt: 0,
  expiresAt: number,
});

let lastAccount = 0;
async function newAccount(): Promise<number> {
  lastAccount += 1;
  const tokens = pairOf(1);
  const account = { platform: 'zalo', accountId: String(lastAccount), name: 'OA', secrets: {}, settings: {}, tokens };
  return (await connectChannel(one.prisma, sealer, account)).id;
}

describe('refreshing a token pair', () => {
  it('ten callers in two processes: one refreshes, all see the new pair', async () => {
    const id = await newAccount();
    let refreshes = 0;
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, caller) =>
        refreshPair((caller % 2 ? one : other).pool, sealer, id, async (pair) => {
          if (pair.expiresAt > 1) return null;
          refreshes += 1;
          return pairOf(2);
        }),
      ),
    );
    expect(refreshes).toBe(1);
    expect(results).toEqual(Array(10).fill(pairOf(2)));
    expect(await readPair(one.pool, sealer, id)).toEqual(pairOf(2));
  });

  it('keeps the pair before, for the case that the answer got lost half-way', async () => {
    const id = await newAccount();
    await refreshPair(one.pool, sealer, id, async () => pairOf(2));
    const { rows } = await one.pool.query<{ previous_sealed: Buffer }>(
      'SELECT previous_sealed FROM channel_token WHERE channel_id = $1',
      [id],
    );
    expect(JSON.parse(sealer.open(rows[0]?.previous_sealed ?? Buffer.alloc(0)))).toEqual(pairOf(1));
  });

  it('a dead pair is not asked for again until a person gives a new one', async () => {
    const id = await newAccount();
    let asked = 0;
    const die = async () => {
      asked += 1;
      return { dead: '-14020' };
    };
    expect(await refreshPair(one.pool, sealer, id, die)).toEqual(pairOf(1));
    await refreshPair(other.pool, sealer, id, die);
    expect(asked).toBe(1);
    const again = {
      platform: 'zalo',
      accountId: String(lastAccount),
      name: 'OA',
      secrets: {},
      settings: {},
      tokens: pairOf(3),
    };
    await connectChannel(one.prisma, sealer, again);
    expect(await refreshPair(one.pool, sealer, id, async () => pairOf(4))).toEqual(pairOf(4));
  });

  it('a refresh that throws leaves the pair as it was, and the row free', async () => {
    const id = await newAccount();
    await expect(refreshPair(one.pool, sealer, id, () => Promise.reject(new Error('no network')))).rejects.toThrow(
      'no network',
    );
    expect(await refreshPair(other.pool, sealer, id, async () => pairOf(2))).toEqual(pairOf(2));
  });

  it('there is none: null', async () => {
    expect(await readPair(one.pool, sealer, 999_999)).toBeNull();
    expect(await refreshPair(one.pool, sealer, 999_999, async () => pairOf(2))).toBeNull();
  });
});
