/**
 * Brings everything up, in order, each with its way to stop: database, keys, words and flows, accounts, message path, jobs, server.
 */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { loadChannels } from '../bot/channels/registry.js';
import type { JobContext } from '../bot/jobs/context.js';
import { loadJobs } from '../bot/jobs/registry.js';
import { movableClock } from '../bot/runtime/clock.js';
import type { Config } from '../bot/runtime/config.js';
import { startEmbeddedPostgres } from '../bot/runtime/embedded-postgres.js';
import { explainDatabaseError, explainListenError, StartError } from '../bot/runtime/errors.js';
import type { Logger } from '../bot/runtime/logger.js';
import { createMetrics } from '../bot/runtime/metrics.js';
import { createQueue, type JobQueue } from '../bot/runtime/queue.js';
import { loadSecretKey } from '../bot/runtime/secret-key.js';
import { createShutdown, type Shutdown } from '../bot/runtime/shutdown.js';
import { createEngine } from '../flows/engine.js';
import { dialogsFolder, loadFlows, loadNodeTypes, surveysFolder } from '../flows/registry.js';
import { createWords } from '../locales/index.js';
import { openDatabase } from '../prisma/client.js';
import { openKeyring } from '../prisma/keyring.js';
import { migrate } from '../prisma/migrate.js';
import { createFirstOfficial } from '../prisma/official.js';
import { SealError } from '../prisma/seal.js';
import { publishSurvey } from '../prisma/survey.js';
import { openDoors } from './doors.js';
import { watchFigures } from './figures.js';
import { connectFirstAccounts, connectSandbox } from './first-accounts.js';
import type { House } from './house.js';
import { type MessagePath, openMessagePath } from './message-path.js';
import { settlePort } from './port.js';
import type { SandboxAccounts } from './sandbox-accounts.js';
import { createWatch } from './watch.js';

export interface Running {
  /** Where it listens, e.g. http://127.0.0.1:3000. */
  address: string;
  /** Where people reach it. */
  publicUrl: string;
  /** The first official's login, when one was made now. */
  firstLogin: { email: string; password: string | null } | null;
  databasePlace: string;
  sandbox: boolean;
}

/** Throws StartError when something is wrong that a person can mend; what was started by then is stopped again. */
export async function serve(config: Config, logger: Logger): Promise<Running> {
  const shutdown = createShutdown({ logger });
  // At once: Ctrl-C while it starts must stop what has been started.
  shutdown.handleSignals();
  try {
    return await bringUp(await settlePort(config), logger, shutdown);
  } catch (error) {
    await shutdown.stop('start failed');
    throw error;
  }
}

async function bringUp(config: Config, logger: Logger, shutdown: Shutdown): Promise<Running> {
  const { url, place } = await openPlace(config, logger, shutdown);
  const house = await furnish(config, logger, shutdown, url);
  await publishShippedSurveys(house);
  await connectFirstAccounts(house.database, house.keys, config);
  const localUrl = `http://127.0.0.1:${config.port}`;
  // A worker shares the fakes of the process that listens.
  const withSandbox = config.sandbox && config.role !== 'worker';
  const sandboxAccounts = withSandbox ? await openSandboxAccounts(house, localUrl) : null;

  const path = await openMessagePath({
    ...house,
    engine: engineOf(house),
    phrase: house.words.phrase,
    channelPhrase: (language, key, values) => house.words.t(language, 'channels', key, values),
    role: config.role,
    watch: createWatch(logger, house.metrics, house.clock),
  });
  shutdown.onStop('message path', path.close, 15_000);
  watchFigures(house.metrics, house.database, path.accounts, house.clock);
  const queue = await openQueue(house, url, path);
  const app = await openDoors(house, path, queue, sandboxAccounts);
  const address = await listen(app, config);
  shutdown.onStop('server', () => app.close());
  if (sandboxAccounts) await setUpSandbox(house, path, sandboxAccounts);
  // Last: a password that nobody gets to see, because the start failed after all, would lock everybody out.
  const firstLogin = config.role === 'worker' ? null : await makeFirstOfficial(house);
  return {
    address,
    publicUrl: house.config.publicUrl,
    firstLogin,
    databasePlace: place,
    sandbox: sandboxAccounts !== null,
  };
}

// ── database ────────────────────────────────────────────────────────────────────────────────────────────────────────────────

async function openPlace(config: Config, logger: Logger, shutdown: Shutdown): Promise<{ url: string; place: string }> {
  if (config.databaseUrl) {
    await migrateOr(config.databaseUrl);
    return { url: config.databaseUrl, place: new URL(config.databaseUrl).host };
  }
  const embedded = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    address: `http://${config.host}:${config.port}`,
    onTrouble: (message) => logger.error(message),
  });
  shutdown.onStop('embedded PostgreSQL', embedded.stop);
  await migrateOr(embedded.connectionString);
  return { url: embedded.connectionString, place: embedded.folder };
}

async function migrateOr(url: string): Promise<void> {
  await migrate(url).catch((error: unknown) => {
    throw explainDatabaseError(error, url);
  });
}

async function furnish(config: Config, logger: Logger, shutdown: Shutdown, url: string): Promise<House> {
  const database = openDatabase(url, {
    onError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  shutdown.onStop('database', database.close);
  const keys = await openKeyring(database, loadSecretKey(config)).catch((error: unknown) => {
    throw error instanceof SealError ? new StartError(error.message) : error;
  });
  const [words, channels, nodeTypes, dialogs] = await Promise.all([
    createWords(),
    loadChannels(),
    loadNodeTypes(),
    loadFlows([dialogsFolder]),
  ]);
  const limits = [...channels.values()].map(({ platform, limits: { text, textWithOptions, optionLabel } }) => ({
    channel: platform,
    text,
    textWithOptions,
    optionLabel,
  }));
  const metrics = createMetrics();
  const clock = movableClock({ ticking: true });
  return { config, logger, metrics, shutdown, clock, database, keys, words, channels, nodeTypes, dialogs, limits };
}

const engineOf = ({ nodeTypes, words }: House) => createEngine({ nodeTypes, phrase: words.phrase });

// ── what the first start makes ──────────────────────────────────────────────────────────────────────────────────────────────

async function makeFirstOfficial({ config, database }: House): Promise<Running['firstLogin']> {
  const email = config.admin.email ?? 'admin@localhost';
  const given = config.admin.password;
  const password = given ?? randomBytes(9).toString('base64url');
  const made = await createFirstOfficial(database.prisma, { email, password });
  return made ? { email, password: given ? null : password } : null;
}

/** The surveys that come with the code; what officials published or retired since stays as it is. */
async function publishShippedSurveys({ database, logger }: House): Promise<void> {
  for (const survey of (await loadFlows([surveysFolder])).values()) {
    const { revision, unchanged } = await database.prisma.$transaction((tx) => publishSurvey(tx, survey));
    if (!unchanged) logger.info({ survey: survey.id, revision }, 'survey published');
  }
}

const openSandboxAccounts = ({ database, keys, config, clock }: House, localUrl: string): Promise<SandboxAccounts> =>
  connectSandbox(database, keys, { dataDir: config.dataDir, sandboxUrl: `${localUrl}/sandbox`, now: clock.now() });

/** The Page's menu and greeting, so that the phone shows what a citizen would see. */
async function setUpSandbox(
  { channels, words, logger }: House,
  path: MessagePath,
  { zalo, messenger }: SandboxAccounts,
): Promise<void> {
  const own = [zalo.oaId, messenger.pageId];
  for (const account of path.accounts.all().filter(({ accountId }) => own.includes(accountId))) {
    const channel = channels.get(account.platform);
    const accessToken = channel?.setUp && (await path.tokens.current(channel, account));
    if (!channel?.setUp || !accessToken) continue;
    await channel
      .setUp({ http: path.http, account, accessToken }, (language, key) => words.t(language, 'channels', key))
      .catch((error: unknown) => logger.warn({ err: error, channel: account.id }, 'menu and greeting were not set'));
  }
}

// ── jobs ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

async function openQueue(house: House, databaseUrl: string, path: MessagePath): Promise<JobQueue> {
  const { config, logger, metrics, shutdown } = house;
  const queue = createQueue({ databaseUrl, redisUrl: config.redisUrl, logger, metrics });
  shutdown.onStop('job queue', queue.close);
  await queue.ready();
  if (config.role === 'api') return queue;
  const jobs = await loadJobs<JobContext>();
  await queue.schedule(jobs);
  const { database, keys, channels, clock } = house;
  const { accounts, tokens, intake } = path;
  queue.work(jobs, { database, keys, channels, accounts, tokens, intake, clock, logger });
  return queue;
}

/**
 * A worker has only health and figures to show, so a port that is taken (an api process on the same machine) is no reason to fail: it
 * takes any free one and says which.
 */
async function listen(app: FastifyInstance, { host, port, role }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    if (role === 'worker' && (error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      return app.listen({ host, port: 0 });
    throw explainListenError(error, host, port);
  }
}
