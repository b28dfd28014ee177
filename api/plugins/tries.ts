/**
 * How often a wrong password may be tried. Counted in PostgreSQL, so that several api processes share one count and a restart forgets
 * nothing. A try is counted before the password is looked at, else a hundred at once would all pass; a right one takes it back.
 *
 *   account from one address   5 in 15 minutes   the ordinary guesser. An address alone is never shut out for long: behind one
 *                                                carrier's NAT or one office's router sit many honest people
 *   account from anywhere     50 in an hour      the guesser with many addresses
 *   address for any account   60 in a minute     the guesser with many accounts; also bounds what argon2 costs us
 *
 * Addresses and e-mails are kept as keyed hashes.
 */
import { createHmac } from 'node:crypto';
import { type RateLimiterAbstract, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { ApiContext } from '../context.js';
import { fail } from '../errors.js';

const limits = {
  pair: { points: 5, duration: 15 * 60 },
  account: { points: 50, duration: 60 * 60 },
  address: { points: 60, duration: 60 },
};
type Limit = keyof typeof limits;

export interface Tries {
  /** Throws 'too-many-tries' with the seconds to wait. */
  count: (email: string, address: string) => Promise<void>;
  /** The password was right. */
  takeBack: (email: string, address: string) => Promise<void>;
}

export function createTries({ database, keys }: Pick<ApiContext, 'database' | 'keys'>): Tries {
  const limiterOf = (name: Limit): RateLimiterAbstract =>
    new RateLimiterPostgres({
      storeClient: database.pool,
      tableName: 'login_try',
      tableCreated: true,
      keyPrefix: name,
      // One of them sweeps the table for all.
      clearExpiredByTimeout: name === 'pair',
      ...limits[name],
    });
  const pair = limiterOf('pair');
  const account = limiterOf('account');
  const address = limiterOf('address');
  const nameOf = (...parts: string[]): string =>
    createHmac('sha256', keys.contactKey)
      .update(`login|${parts.join('|')}`)
      .digest('base64url');

  return {
    // In this order: who is stopped at the pair adds nothing to what the account is stopped by.
    count: async (email, ip) => {
      await consume(pair, nameOf('pair', email, ip));
      await consume(account, nameOf('account', email));
      await consume(address, nameOf('address', ip));
    },
    takeBack: async (email, ip) => {
      await pair.delete(nameOf('pair', email, ip));
      await account.reward(nameOf('account', email));
      await address.reward(nameOf('address', ip));
    },
  };
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    const seconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw fail('too-many-tries', { retryAfterSeconds: seconds, values: { minutes: Math.ceil(seconds / 60) } });
  }
}
