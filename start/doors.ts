/** What listens: the admin API, the platforms' webhooks, health, the sandbox, each given what it needs of the house. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { buildApp } from '../api/app.js';
import { webhooks } from '../api/webhooks/index.js';
import type { JobQueue } from '../bot/runtime/queue.js';
import { noteHeard } from '../prisma/channel-state.js';
import type { Database } from '../prisma/client.js';
import { findErasureRequest, storeErasureRequest } from '../prisma/erasure.js';
import { sandbox } from '../sandbox/index.js';
import type { House } from './house.js';
import type { MessagePath } from './message-path.js';
import { type SandboxAccounts, stateFileOf } from './sandbox-accounts.js';

export async function openDoors(
  house: House,
  path: MessagePath,
  queue: JobQueue,
  sandboxAccounts: SandboxAccounts | null,
): Promise<FastifyInstance> {
  const { config, channels, logger, clock, database, keys, words, nodeTypes, dialogs, limits, metrics } = house;
  return buildApp({
    database,
    keys,
    logger,
    clock,
    words,
    channelWords: (language, key) => words.t(language, 'channels', key),
    channels,
    http: path.http,
    nodeTypes,
    dialogs,
    limits,
    config: {
      publicUrl: config.publicUrl,
      secureCookies: config.publicUrl.startsWith('https:'),
      trustProxy: config.trustProxy,
    },
    ready: () => readiness(database, queue, path),
    metrics: metrics.registry,
    accessToken: async (account) => {
      const channel = channels.get(account.platform);
      const token = channel && (await path.tokens.current(channel, account));
      if (!token) throw new Error(`account ${account.id} has no living token`);
      return token;
    },
    onChannelsChanged: () => tell(house, path, 'channels'),
    onSurveyPublished: () => tell(house, path, 'surveys'),
    ...(config.role !== 'worker' && { webhooks: webhookDoor(house, path) }),
    ...(sandboxAccounts && { mount: [{ prefix: '/sandbox', plugin: sandboxDoor(house, sandboxAccounts) }] }),
  });
}

function tell({ logger }: House, path: MessagePath, what: 'channels' | 'surveys'): void {
  path
    .announce(what)
    .catch((error: unknown) => logger.warn({ err: error, what }, 'other processes learn of it within a minute'));
}

/** A probe of plpgsql is part of it: a package upgrade under the running server can break just that (docs/operations.md). */
async function readiness(database: Database, queue: JobQueue, path: MessagePath): Promise<Record<string, string>> {
  const check = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'ok',
      () => 'does not answer',
    );
  const [db, jobs] = await Promise.all([
    check(database.pool.query(`DO $$ BEGIN PERFORM 1; END $$`)),
    check(queue.ping()),
  ]);
  return {
    database: db,
    queue: jobs,
    presence: path.presence.id() === null ? 'not registered with the database' : 'ok',
  };
}

const heardEveryMs = 60_000;

function webhookDoor(house: House, path: MessagePath): FastifyPluginAsync {
  const { channels, clock, config, database, keys, metrics, logger, shutdown } = house;
  const heard = new Set<number>();
  const timer = setInterval(() => {
    const ids = [...heard];
    heard.clear();
    if (ids.length > 0)
      noteHeard(database.pool, ids, clock.now()).catch((error: unknown) =>
        logger.warn({ err: error }, 'silence clock not moved'),
      );
  }, heardEveryMs).unref();
  shutdown.onStop('silence clock', () => clearInterval(timer));
  return webhooks({
    channels,
    accounts: path.accounts,
    intake: path.intake,
    clock,
    publicUrl: config.publicUrl,
    storeDeletion: (request) => storeErasureRequest(database.prisma, keys.sealer, request),
    findDeletion: (code) => findErasureRequest(database.prisma, code),
    onAnswered: (platform, status, seconds, trace) => {
      logger.info({ trace, platform, status, ms: Math.round(seconds * 1000) }, 'webhook');
      metrics.webhooks.inc({ platform, status: String(status) });
      metrics.webhookSeconds.observe({ platform }, seconds);
    },
    onEvents: (platform, kinds, accountIds) => {
      for (const kind of kinds) metrics.events.inc({ platform, kind });
      for (const id of accountIds) heard.add(id);
    },
    onAlarm: (platform, name) => {
      metrics.alarms.inc({ about: `${platform} ${name}` });
      logger.error({ platform, name }, 'the platform has news that a person must look at');
    },
  });
}

function sandboxDoor({ config, clock }: House, accounts: SandboxAccounts): FastifyPluginAsync {
  const own = `http://127.0.0.1:${config.port}`;
  return async (app) => {
    await app.register(sandbox, {
      webhooks: {
        zalo: `${own}/webhooks/zalo`,
        messenger: `${own}/webhooks/messenger`,
        messengerDeletion: `${own}/webhooks/messenger/deletion`,
      },
      zalo: accounts.zalo,
      messenger: accounts.messenger,
      stateFile: stateFileOf(config.dataDir),
      onClockMoved: (offsetMs) => clock.set(Date.now() + offsetMs),
    });
  };
}
