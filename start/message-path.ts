/**
 * The message path, put together: intake, runner and outbox over one database, with the accounts, tokens and flows they look up. Used by
 * every process, by tests and by benches alike, so that what is measured and tested is what runs.
 */

import type { Channel } from '../bot/channels/contract.js';
import type { Delivery } from '../bot/channels/delivery.js';
import { createHttp, type HttpClient } from '../bot/channels/http.js';
import { type Accounts, createAccounts } from '../bot/inbox/accounts.js';
import { createIntake, type Intake } from '../bot/inbox/intake.js';
import type { Outcome } from '../bot/outbox/courier.js';
import { createOutbox, type Outbox } from '../bot/outbox/outbox.js';
import { createTokenBucket, type TokenBucket } from '../bot/outbox/token-bucket.js';
import { createTokens, type Tokens } from '../bot/outbox/tokens.js';
import { createRunner, type Runner } from '../bot/runner/drain.js';
import { createFlowShelf, type FlowShelf } from '../bot/runner/flow-shelf.js';
import { randomNames } from '../bot/runner/handle-event.js';
import type { Turn, TurnTools } from '../bot/runner/turn.js';
import { oneAtATime } from '../bot/runtime/one-at-a-time.js';
import type { Flow, Language, Phrase } from '../flows/contract.js';
import type { Engine } from '../flows/engine.js';
import { markStopped } from '../prisma/channel-state.js';
import type { Database } from '../prisma/client.js';
import type { Keys } from '../prisma/keyring.js';
import { markContact, takeBackFromDead } from '../prisma/outbox.js';
import { becomePresent, countPresent, type Presence, presenceLockClass } from '../prisma/presence.js';

export interface MessagePathOptions {
  database: Database;
  keys: Keys;
  channels: Map<string, Channel>;
  dialogs: Map<string, Flow>;
  engine: Engine;
  phrase: Phrase;
  /** What channels add to a message (locales/<language>/channels.json). */
  channelPhrase: Phrase;
  clock: { now: () => number };
  role: 'all' | 'api' | 'worker';
  /** Ids and dice, replaced by known ones in tests. */
  names?: TurnTools['names'];
  random?: () => number;
  watch?: Partial<Watch>;
}

/** What can be seen of the path from outside: for logs and figures. */
export interface Watch {
  stored: (count: number) => void;
  turns: (turns: Turn[]) => void;
  parked: (contactId: string, reason: string) => void;
  outcome: (delivery: Delivery, outcome: Outcome) => void;
  tokenRefreshed: (channelId: number) => void;
  tokenFailed: (channelId: number, failure: { code: string; final: boolean }) => void;
  tookBack: (result: { dead: number; queued: number; inDoubt: number }) => void;
  accountUnfit: (channelId: number, why: string) => void;
  presence: (state: 'present' | 'lost') => void;
  error: (where: string, error: unknown) => void;
}

export interface MessagePath {
  accounts: Accounts;
  intake: Intake;
  /** Null in a process that only listens. */
  runner: Runner | null;
  outbox: Outbox | null;
  tokens: Tokens;
  shelf: FlowShelf;
  http: HttpClient['http'];
  presence: Presence;
  /** Reads accounts and flows anew here, and tells the other processes. */
  announce: (what: 'channels' | 'surveys') => Promise<void>;
  /** Stops in the reverse order: intake, runner, outbox, presence. */
  close: () => Promise<void>;
}

/** How long the death of another process goes unnoticed, at most. */
const sweepEveryMs = 1_000;
/** Accounts and surveys are announced; this is for an announcement that got lost with its connection. */
const reloadEveryMs = 60_000;

export async function openMessagePath(options: MessagePathOptions): Promise<MessagePath> {
  const { database, keys, channels, clock, role } = options;
  const watch = options.watch ?? {};
  const { http, close: closeHttp } = createHttp();
  const accounts = createAccounts({ database, keys, channels, onUnfit: (id, why) => watch.accountUnfit?.(id, why) });
  const shelf = createFlowShelf(database.prisma, options.dialogs);
  await Promise.all([accounts.reload(), shelf.reload()]);
  const tokens = createTokens({
    database,
    keys,
    http,
    clock,
    onRefreshed: (account) => watch.tokenRefreshed?.(account.id),
    onFailed: (account, failure) => watch.tokenFailed?.(account.id, failure),
  });

  let runner: Runner | null = null;
  let outbox: Outbox | null = null;
  // One after the other: of two that overlap, the one that has read the older state could end last, and its state would stay.
  const reloads = {
    channels: oneAtATime(async () => {
      await accounts.reload();
      for (const account of accounts.all()) tokens.forget(account.id);
    }),
    surveys: oneAtATime(shelf.reload),
  };
  const reload = (what: string): Promise<void> => (what === 'surveys' ? reloads.surveys() : reloads.channels());
  const onNotice = (name: string): void => {
    if (name === 'inbox') runner?.wake();
    else if (name === 'outbox') outbox?.wake();
    else reload(name).catch((error: unknown) => watch.error?.(`reload ${name}`, error));
  };
  const presence = await becomePresent({
    url: database.url,
    role,
    channels: role === 'api' ? ['channels', 'surveys'] : ['inbox', 'outbox', 'channels', 'surveys'],
    onNotice,
    onPresent: () => {
      watch.presence?.('present');
      runner?.wake();
    },
    onLost: () => {
      watch.presence?.('lost');
      outbox?.letGo();
    },
  });

  const intake = createIntake({
    database,
    keys,
    clock,
    notify: role === 'api',
    onStored: (count) => {
      watch.stored?.(count);
      runner?.wake();
    },
  });
  const timers: NodeJS.Timeout[] = [
    setInterval(() => ['channels', 'surveys'].forEach(onNotice), reloadEveryMs).unref(),
  ];

  if (role !== 'api') {
    const onUncertain = () => presence.renew('a connection broke while messages changed hands');
    const shares = createShares(accounts);
    outbox = createOutbox({
      database,
      keys,
      processId: presence.id,
      channelIds: () => accounts.all().flatMap((account) => (account.stopped ? [] : account.id)),
      onError: (error) => watch.error?.('outbox', error),
      onUncertain,
      courier: {
        http,
        tapKey: keys.tapKey,
        tokens,
        clock,
        random: options.random ?? Math.random,
        phrase: (language, key, values) => options.channelPhrase(language as Language, key, values),
        channelOf: (id) => {
          const account = accounts.byId(id);
          const channel = account && !account.stopped && channels.get(account.platform);
          return channel ? { channel, account, bucket: shares.bucketOf(id, account.rate) } : null;
        },
        onOutcome: (delivery, outcome) => {
          watch.outcome?.(delivery, outcome);
          act(options, delivery, outcome, onNotice).catch((error: unknown) => watch.error?.('outcome', error));
        },
      },
    });
    runner = createRunner({
      database,
      processId: presence.id,
      clock,
      sender: outbox,
      tools: (now) => toolsOf(options, shelf, accounts, now),
      prepare: shelf.fetchFor,
      ...(watch.turns && { onTurns: watch.turns }),
      ...(watch.parked && { onParked: watch.parked }),
      onError: (error) => watch.error?.('runner', error),
      onUncertain,
    });
    const sweep = sweeper(options, presence, outbox, shares);
    timers.push(setInterval(sweep, sweepEveryMs).unref());
    sweep();
    runner.wake();
    outbox.wake();
  }

  return {
    accounts,
    intake,
    runner,
    outbox,
    tokens,
    shelf,
    http,
    presence,
    announce: async (what) => {
      await reload(what);
      await database.pool.query('SELECT pg_notify($1, $2)', [what, '']);
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await intake.idle();
      await runner?.close();
      await outbox?.close();
      await presence.close();
      await closeHttp();
    },
  };
}

function toolsOf(options: MessagePathOptions, shelf: FlowShelf, accounts: Accounts, now: number): TurnTools {
  const { engine, keys, phrase, channels } = options;
  return {
    engine,
    flows: shelf,
    keys,
    phrase,
    now,
    names: options.names ?? randomNames,
    channel: (id) => {
      const account = accounts.byId(id);
      const channel = account && channels.get(account.platform);
      if (!channel) return null;
      return { id, platform: account.platform, accountId: account.accountId, windowHours: channel.windowHours };
    },
  };
}

/** What the channel's closed list asks for besides the message's own fate. */
async function act(
  { database, clock }: MessagePathOptions,
  delivery: Delivery,
  outcome: Outcome,
  notice: (name: string) => void,
): Promise<void> {
  if (outcome.act === 'close-window')
    await markContact(database.pool, delivery.contactId, { windowUntil: clock.now() });
  if (outcome.act === 'stop-contact') await markContact(database.pool, delivery.contactId, { reach: 'blocked' });
  if (outcome.act === 'stop-channel') {
    await markStopped(database.pool, outcome.channelId, outcome.code ?? 'unknown');
    notice('channels');
  }
}

// ── several processes ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Shares {
  bucketOf: (channelId: number, rate: number) => TokenBucket;
  setProcesses: (count: number) => void;
}

/** An account's rate is divided evenly among the processes that send. */
function createShares(accounts: Accounts): Shares {
  const buckets = new Map<number, TokenBucket>();
  let processes = 1;
  return {
    bucketOf: (id, rate) => {
      let bucket = buckets.get(id);
      if (!bucket) {
        bucket = createTokenBucket(rate / processes);
        buckets.set(id, bucket);
      }
      return bucket;
    },
    setProcesses: (count) => {
      processes = count;
      for (const account of accounts.all()) buckets.get(account.id)?.setRate(account.rate / count);
    },
  };
}

/** Takes back what the dead held, and counts who is alive. One at a time: a slow database must not pile sweeps up. */
function sweeper(
  { database, clock, watch }: MessagePathOptions,
  presence: Presence,
  outbox: Outbox,
  shares: Shares,
): () => void {
  let busy = false;
  const sweep = async (): Promise<void> => {
    const processId = presence.id();
    if (processId === null) return;
    const result = await takeBackFromDead(database.pool, { processId, now: clock.now(), lockClass: presenceLockClass });
    if (!result.present && presence.id() === processId) return presence.renew('the server no longer knows us');
    if (result.dead > 0) watch?.tookBack?.(result);
    if (result.queued > 0) outbox.wake();
    shares.setProcesses(await countPresent(database.pool, ['all', 'worker']));
  };
  return () => {
    if (busy) return;
    busy = true;
    sweep()
      .catch((error: unknown) => watch?.error?.('sweep', error))
      .finally(() => {
        busy = false;
      });
  };
}
