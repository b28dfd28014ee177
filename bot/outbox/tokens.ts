/**
 * The access token to use now. For channels with rotating tokens (Zalo): kept in memory, read from the database, refreshed by one process
 * at a time and well before it ends.
 */
import type { Database } from '../../prisma/client.js';
import type { Keys } from '../../prisma/keyring.js';
import { readPair, refreshPair, type StoredPair } from '../../prisma/token.js';
import type { Account, Channel, Http } from '../channels/contract.js';

/** Refreshed at 60 % of its life: ten hours of slack with a token of 25 hours, for an outage at night. */
export const refreshAt = 0.6;

export interface Tokens {
  /** Null when there is none that could work: a person has to connect the account again. */
  current: (channel: Channel, account: Account) => Promise<string | null>;
  /** Called when the platform refused `used`: the pair is refreshed unless somebody else already did. */
  renew: (channel: Channel, account: Account, used: string) => Promise<string | null>;
  /** Refreshes when 60 % of the life is over; for the scheduled job. */
  keepFresh: (channel: Channel, account: Account) => Promise<'fresh' | 'refreshed' | 'failed'>;
  forget: (channelId: number) => void;
}

type Judge = (pair: StoredPair) => boolean;

export interface TokensOptions {
  database: Database;
  keys: Keys;
  http: Http;
  clock: { now: () => number };
  onRefreshed?: (account: Account) => void;
  onFailed?: (account: Account, failure: { code: string; detail: string; final: boolean }) => void;
}

export function createTokens(options: TokensOptions): Tokens {
  const { database, keys, http, clock } = options;
  const known = new Map<number, StoredPair>();

  /** By account: one refresh at a time in this process, for which everybody who comes meanwhile waits. */
  const underWay = new Map<number, Promise<StoredPair | null>>();

  const renewUnless = async (channel: Channel, account: Account, isGood: Judge): Promise<StoredPair | null> => {
    const others = await underWay.get(account.id);
    if (others && isGood(others)) return others;
    const pair = await (underWay.get(account.id) ?? begin(channel, account, isGood));
    return pair && isGood(pair) ? pair : null;
  };

  const begin = (channel: Channel, account: Account, isGood: Judge): Promise<StoredPair | null> => {
    const work = refreshOnce(channel, account, isGood).finally(() => underWay.delete(account.id));
    underWay.set(account.id, work);
    return work;
  };

  const refreshOnce = async (channel: Channel, account: Account, isGood: Judge): Promise<StoredPair | null> => {
    const pair = await refreshPair(database.pool, keys.sealer, account.id, async (stored) => {
      if (isGood(stored) || !channel.refresh) return null;
      const outcome = await channel.refresh({ http, account, now: clock.now() }, stored);
      if (outcome.ok) {
        options.onRefreshed?.(account);
        return outcome.pair;
      }
      options.onFailed?.(account, outcome);
      return outcome.final ? { dead: outcome.code } : null;
    });
    if (pair) known.set(account.id, pair);
    return pair;
  };

  const notEnded: Judge = (pair) => pair.expiresAt > clock.now();
  const young: Judge = (pair) =>
    clock.now() < pair.issuedAt + (pair.expiresAt - pair.issuedAt) * refreshAt && notEnded(pair);

  return {
    current: async (channel, account) => {
      if (channel.staticToken) return channel.staticToken(account.secrets);
      const pair = known.get(account.id) ?? (await readPair(database.pool, keys.sealer, account.id));
      if (!pair) return null;
      known.set(account.id, pair);
      return notEnded(pair) ? pair.accessToken : ((await renewUnless(channel, account, notEnded))?.accessToken ?? null);
    },
    renew: async (channel, account, used) => {
      if (channel.staticToken) return null;
      const pair = await renewUnless(channel, account, (stored) => stored.accessToken !== used && notEnded(stored));
      return pair?.accessToken ?? null;
    },
    keepFresh: async (channel, account) => {
      if (channel.staticToken) return 'fresh';
      const before = await readPair(database.pool, keys.sealer, account.id);
      if (before && young(before)) return 'fresh';
      return (await renewUnless(channel, account, young)) ? 'refreshed' : 'failed';
    },
    forget: (channelId) => void known.delete(channelId),
  };
}
