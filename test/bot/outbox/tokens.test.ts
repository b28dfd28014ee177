import { afterAll, describe, expect, it } from 'vitest';
import type { Account, Channel, TokenPair } from '../../../bot/channels/contract.js';
import { createTokens } from '../../../bot/outbox/tokens.js';
import { movableClock } from '../../../bot/runtime/clock.js';
import { connectChannel } from '../../../prisma/channel.js';
import { openDatabase } from '../../../prisma/client.js';
import { openKeyring } from '../../../prisma/keyring.js';
import { testDatabase } from '../../support/database.js';

const database = openDatabase(await testDatabase());
afterAll(database.close);
const keys = await openKeyring(database, Buffer.alloc(32, 1));
const hour = 3_600_000;

type Refresh = NonNullable<Channel['refresh']>;
let lastAccount = 0;

/** An account with a pair that lives for 25 hours, and how its platform refreshes. */
async function newStage(refresh: (pair: TokenPair, now: number) => ReturnType<Refresh>) {
  lastAccount += 1;
  const clock = movableClock();
  const issuedAt = clock.now();
  const given = { platform: 'zalo', accountId: String(lastAccount), name: 'OA', secrets: {}, settings: {} };
  const tokens: TokenPair = { accessToken: 'at-1', refreshToken: 'rt-1', issuedAt, expiresAt: issuedAt + 25 * hour };
  const { id } = await connectChannel(database.prisma, keys.sealer, { ...given, tokens });
  const account: Account = { ...given, id };
  const channel = { platform: 'zalo', refresh: ({ now }, pair) => refresh(pair, now) } as Partial<Channel> as Channel;
  const failures: boolean[] = [];
  const open = () =>
    createTokens({
      database,
      keys,
      http: () => Promise.reject(new Error('nobody calls')),
      clock,
      onFailed: (_account, { final }) => failures.push(final),
    });
  return { clock, account, channel, failures, open };
}

/** The next pair: at-2, rt-2 … */
const next = ({ accessToken }: TokenPair, now: number): TokenPair => {
  const number = Number(accessToken.slice(3)) + 1;
  return { accessToken: `at-${number}`, refreshToken: `rt-${number}`, issuedAt: now, expiresAt: now + 25 * hour };
};

describe('tokens', () => {
  it('fifty messages at once that find the token ended: one refresh, on one connection, and all go on', async () => {
    let busy = 0;
    const stage = await newStage(async (pair, now) => {
      // Everybody has asked by now: who waits for a connection would be counted.
      await new Promise((resolve) => setImmediate(resolve));
      busy = database.pool.totalCount - database.pool.idleCount + database.pool.waitingCount;
      return { ok: true, pair: next(pair, now) };
    });
    const tokens = stage.open();
    await tokens.current(stage.channel, stage.account);
    stage.clock.move(26 * hour);
    const all = await Promise.all(Array.from({ length: 50 }, () => tokens.current(stage.channel, stage.account)));
    expect(new Set(all)).toEqual(new Set(['at-2']));
    expect(busy).toBe(1);
  });

  it('refused by the platform though not ended: refreshed, unless somebody else did meanwhile', async () => {
    let refreshes = 0;
    const stage = await newStage(async (pair, now) => {
      refreshes += 1;
      return { ok: true, pair: next(pair, now) };
    });
    const [one, other] = [stage.open(), stage.open()];
    expect(await one.current(stage.channel, stage.account)).toBe('at-1');
    expect(await other.current(stage.channel, stage.account)).toBe('at-1');
    expect(await one.renew(stage.channel, stage.account, 'at-1')).toBe('at-2');
    expect(await other.renew(stage.channel, stage.account, 'at-1')).toBe('at-2');
    expect(refreshes).toBe(1);
  });

  it('is looked after at 60 % of its life, and not before', async () => {
    const stage = await newStage(async (pair, now) => ({ ok: true, pair: next(pair, now) }));
    const tokens = stage.open();
    stage.clock.move(14.9 * hour);
    expect(await tokens.keepFresh(stage.channel, stage.account)).toBe('fresh');
    stage.clock.move(0.2 * hour);
    expect(await tokens.keepFresh(stage.channel, stage.account)).toBe('refreshed');
    expect(await tokens.keepFresh(stage.channel, stage.account)).toBe('fresh');
  });

  it('a failed refresh is told and tried again; a final one is told once, and the living token is used to its end', async () => {
    let answers = 0;
    const stage = await newStage(async () => {
      answers += 1;
      return { ok: false, code: 'x', detail: 'x', final: answers > 1 };
    });
    const tokens = stage.open();
    stage.clock.move(16 * hour);
    for (let looks = 0; looks < 4; looks += 1)
      expect(await tokens.keepFresh(stage.channel, stage.account)).toBe('failed');
    expect(stage.failures).toEqual([false, true]);
    expect(await tokens.current(stage.channel, stage.account)).toBe('at-1');
    stage.clock.move(10 * hour);
    expect(await tokens.current(stage.channel, stage.account)).toBeNull();
    expect(answers).toBe(2);
  });
});
