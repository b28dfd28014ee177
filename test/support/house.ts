/**
 * The message path as it runs, in one process: a database of its own, the webhooks, runner and outbox, and the sandbox for the platforms.
 * Nothing in it is a stand-in but the two platforms, and those are reached over HTTP.
 */
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll } from 'vitest';
import { webhooks } from '../../api/webhooks/index.js';
import type { Channel } from '../../bot/channels/contract.js';
import { loadChannels } from '../../bot/channels/registry.js';
import { type MovableClock, movableClock } from '../../bot/runtime/clock.js';
import type { Flow, Phrase } from '../../flows/contract.js';
import { createEngine, type Engine } from '../../flows/engine.js';
import {
  dialogsFolder,
  type Folder,
  loadFlows,
  loadNodeTypes,
  nodeTypesFolder,
  surveysFolder,
} from '../../flows/registry.js';
import { createWords } from '../../locales/index.js';
import { connectChannel } from '../../prisma/channel.js';
import { type Database, openDatabase } from '../../prisma/client.js';
import { findErasureRequest, storeErasureRequest } from '../../prisma/erasure.js';
import { type Keys, openKeyring } from '../../prisma/keyring.js';
import { publishSurvey } from '../../prisma/survey.js';
import { startSandbox } from '../../sandbox/index.js';
import type { SandboxOptions } from '../../sandbox/options.js';
import { type MessagePath, openMessagePath, type Watch } from '../../start/message-path.js';
import { connectionsTo, messengerAccount, zaloAccount } from './accounts.js';
import { testDatabase } from './database.js';
import { ask, type Phone, type Platform, pickUp, type SentRecord, type TrafficRecord } from './phone.js';
import { until } from './until.js';

export const secretKey = Buffer.alloc(32, 7);

export interface HouseOptions {
  /** Another address of the database, e.g. a proxy that can be switched off. */
  databaseUrl?: string;
  /** Surveys to publish; default: the short one. */
  surveys?: Flow[];
  channelFolders?: string[];
  nodeTypeFolders?: Folder[];
  sandbox?: Partial<SandboxOptions>;
  role?: 'all' | 'api' | 'worker';
  watch?: Partial<Watch>;
}

export interface House {
  database: Database;
  keys: Keys;
  clock: MovableClock;
  path: MessagePath;
  engine: Engine;
  /** Address of the webhooks. */
  url: string;
  sandboxUrl: string;
  channels: Map<string, Channel>;
  phone: (platform: Platform, name?: string) => Promise<Phone>;
  /** Does something on a phone, waits for everything that follows, and gives what the account said to it. */
  say: (phone: Phone, act: Record<string, unknown> | string) => Promise<string[]>;
  tap: (phone: Phone, title: string) => Promise<string[]>;
  /** Greeted, agreed, in front of the first question of the published survey. */
  toSurvey: (phone: Phone) => Promise<string[]>;
  /** Nothing waits to be handled or sent. */
  settled: () => Promise<void>;
  advance: (ms: number) => Promise<void>;
  fault: (fault: Record<string, unknown>) => Promise<void>;
  calmDown: () => Promise<void>;
  sandbox: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  sent: (phone: Phone) => Promise<SentRecord[]>;
  traffic: () => Promise<TrafficRecord[]>;
  publish: (survey: Flow) => Promise<number>;
  rows: <Row extends object = Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<Row[]>;
  /** Answers in the order of the person's path, as `survey@revision question value`. */
  answers: () => Promise<string[]>;
  /** A further process' worth of message path on the same database; closed with the house. */
  another: (role: 'all' | 'api' | 'worker', watch?: Partial<Watch>) => Promise<MessagePath>;
  close: () => Promise<void>;
}

export async function shippedSurvey(id = 'one-stop-shop'): Promise<Flow> {
  const survey = (await loadFlows([surveysFolder])).get(id);
  if (!survey) throw new Error(`there is no survey "${id}"`);
  return survey;
}

/** Opens a house; it is closed when the file's tests are done. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const databaseUrl = options.databaseUrl ?? (await testDatabase());
  const clock = movableClock({ ticking: true });
  const database = openDatabase(databaseUrl);
  const [keys, words, channels, nodeTypes, dialogs] = await Promise.all([
    openKeyring(database, secretKey),
    createWords(),
    loadChannels(options.channelFolders),
    loadNodeTypes([nodeTypesFolder, ...(options.nodeTypeFolders ?? [])]),
    loadFlows([dialogsFolder]),
  ]);
  const sandbox = await startSandbox({
    port: 0,
    webhooks: {},
    zalo: zaloAccount,
    messenger: messengerAccount,
    onClockMoved: (offsetMs) => clock.set(Date.now() + offsetMs),
    ...options.sandbox,
  });
  for (const connection of connectionsTo(sandbox, clock.now()))
    await connectChannel(database.prisma, keys.sealer, connection);
  const surveys = options.surveys ?? [await shippedSurvey()];
  for (const survey of surveys) await database.prisma.$transaction((tx) => publishSurvey(tx, survey));

  const engine = createEngine({ nodeTypes, phrase: words.phrase });
  const channelPhrase: Phrase = (language, key, values) => words.t(language, 'channels', key, values);
  const common = { database, keys, channels, dialogs, engine, phrase: words.phrase, channelPhrase, clock };
  const paths: MessagePath[] = [];
  const another: House['another'] = async (role, watch = {}) => {
    const path = await openMessagePath({ ...common, role, watch });
    paths.push(path);
    return path;
  };
  const path = await another(options.role ?? 'all', options.watch);
  const app = await openWebhooks(path, { channels, clock, database, keys });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const call: House['sandbox'] = (method, at, body) => ask(sandbox.url, method, at, body);
  await call('POST', 'webhooks', {
    zalo: `${url}/webhooks/zalo`,
    messenger: `${url}/webhooks/messenger`,
    messengerDeletion: `${url}/webhooks/messenger/deletion`,
  });

  const rows: House['rows'] = async (sql, values) => (await database.pool.query(sql, values)).rows;
  const settled = async (): Promise<void> => {
    await until('nothing waits to be handled or sent', async () => {
      const [row] = await rows<{ waiting: number }>(
        `SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL)::int
              + (SELECT count(*) FROM message WHERE status IN ('queued', 'sending'))::int AS waiting`,
      );
      return row?.waiting === 0;
    });
  };
  const say: House['say'] = async (phone, act) => {
    const before = (await phone.heard()).length;
    await phone.act(typeof act === 'string' ? { text: act } : act);
    await settled();
    return (await phone.heard()).slice(before);
  };
  let closed = false;
  const house: House = {
    database,
    keys,
    clock,
    path,
    engine,
    url,
    sandboxUrl: sandbox.url,
    channels,
    phone: (platform, name) => pickUp(sandbox.url, platform, name),
    say,
    tap: (phone, title) => say(phone, { tap: title }),
    toSurvey: async (phone) => {
      await say(phone, 'khảo sát');
      return say(phone, { tap: 'Tôi đồng ý' });
    },
    settled,
    advance: (ms) => call('POST', 'clock', { advanceMs: ms }),
    fault: (fault) => call('POST', 'faults', fault),
    calmDown: () => call('DELETE', 'faults'),
    sandbox: call,
    sent: async ({ platform, user }) =>
      (await call<{ items: SentRecord[] }>('GET', `sent?platform=${platform}&user=${user}`)).items,
    traffic: () => call('GET', 'traffic'),
    publish: async (survey) => {
      const { revision } = await database.prisma.$transaction((tx) => publishSurvey(tx, survey, officialId));
      await path.announce('surveys');
      return revision;
    },
    rows,
    answers: async () => {
      const found = await rows<{ line: string }>(
        `SELECT format('%s@%s %s %s', r.survey_id, r.revision, a.question,
           coalesce(a.value ->> 'code', a.value ->> 'number', a.value ->> 'text', a.value ->> 'kind', '(sealed)')) AS line
         FROM response r JOIN answer a ON a.response_id = r.id ORDER BY r.started_at, r.id, a.position`,
      );
      return found.map(({ line }) => line);
    },
    another,
    close: async () => {
      if (closed) return;
      closed = true;
      await app.close();
      for (const each of paths.reverse()) await each.close();
      await sandbox.close();
      await database.close();
    },
  };
  afterAll(house.close);
  return house;
}

/** Who publishes in the tests; nothing refers to officials by key. */
const officialId = '00000000-0000-4000-8000-000000000001';

async function openWebhooks(
  path: MessagePath,
  { channels, clock, database, keys }: Pick<House, 'channels' | 'clock' | 'database' | 'keys'>,
): Promise<FastifyInstance> {
  const app = Fastify({ forceCloseConnections: true });
  await app.register(
    webhooks({
      channels,
      accounts: path.accounts,
      intake: path.intake,
      clock,
      publicUrl: 'http://localhost',
      storeDeletion: (request) => storeErasureRequest(database.prisma, keys.sealer, request),
      findDeletion: (code) => findErasureRequest(database.prisma, code),
    }),
    { prefix: '/webhooks' },
  );
  return app;
}
