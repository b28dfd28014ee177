/**
 * The database that comes with the program: PostgreSQL from npm, its data below the data folder, reachable from this machine only.
 *
 * One process at a time owns a data folder. The sign of it is an advisory lock held on that very server: it ends with its owner, even
 * by kill -9, so there is no lock file that could be stale. A server that outlived its owner is simply taken over.
 */
import { chmodSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from './errors.js';
import { findBinaries } from './postgres/binaries.js';
import { openCluster, reachableFolder } from './postgres/cluster.js';
import { bringUpServer, connectTo, type RunningServer, type ServerPlace, stopServer } from './postgres/server.js';
import { canReach, type User, unprivilegedUser } from './postgres/unprivileged-user.js';

export interface EmbeddedPostgres {
  connectionString: string;
  port: number;
  /** The server's process, whose CPU benches count. */
  pid: number;
  /** Where the data lie; elsewhere than in the data folder when the server's user cannot reach that. */
  folder: string;
  /** It had outlived its owner and was running already. */
  takenOver: boolean;
  stop: () => Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Told to whoever tries to start a second time: the address we serve on. */
  address: string;
  settings?: Record<string, string>;
  onTrouble?: (message: string) => void;
}

const databaseName = 'lang_nghe';
/** "npm" and "data" told apart from the migrations' lock; any number of our own will do. */
const lockKey = 0x64617461;
/** How long the lock of a killed owner may need to be let go: its connection is closed by the system within milliseconds. */
const lockPatienceMs = 2_000;
const retryMs = 500;

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const prepared = await preparePlace(options);
  let server = await bringUpServer(prepared);
  const { port } = server;
  const place = { ...prepared, cluster: { ...prepared.cluster, port } };
  let lock = await takeLock(place, port, options);
  await createDatabase(place, port);

  let stopping = false;
  /** The server may end without us (the system ran out of memory, somebody killed it): it is brought back on the same port. */
  const keepUp = () => {
    lock.once('end', async () => {
      while (!stopping) {
        try {
          server = await bringBack(place, server);
          lock = await takeLock(place, port, options);
          return keepUp();
        } catch (error) {
          options.onTrouble?.(`The embedded database is away (${(error as Error).message}); trying again.`);
          await sleep(retryMs);
        }
      }
    });
  };
  keepUp();

  return {
    connectionString: connectTo(place.cluster, port, databaseName).connectionString,
    port,
    get pid() {
      return server.pid;
    },
    folder: place.cluster.home,
    takenOver: server.takenOver,
    stop: async () => {
      stopping = true;
      await stopServer(place);
      await lock.end().catch(() => undefined);
    },
  };
}

async function preparePlace({ dataDir, settings = {} }: EmbeddedPostgresOptions): Promise<ServerPlace> {
  const user = unprivilegedUser();
  const folder = makeDataFolder(dataDir, user);
  const binaries = await findBinaries(() => (canReach(folder, user) ? folder : reachableFolder), user);
  return { binaries, user, settings, cluster: await openCluster(folder, binaries, user) };
}

function makeDataFolder(dataDir: string, user: User | undefined): string {
  mkdirSync(dataDir, { recursive: true });
  // The server's user must pass through, nobody may look around. A folder with something in it keeps the mode it was given.
  if (readdirSync(dataDir).length === 0) chmodSync(dataDir, user ? 0o711 : 0o700);
  return realpathSync(dataDir);
}

async function bringBack(place: ServerPlace, before: RunningServer): Promise<RunningServer> {
  const server = await bringUpServer(place);
  if (server.port !== before.port) {
    await stopServer(place);
    throw new StartError(`its port ${before.port} was taken by another program: end that, or restart this one`);
  }
  return server;
}

async function takeLock(
  place: ServerPlace,
  port: number,
  { address, dataDir }: EmbeddedPostgresOptions,
): Promise<pg.Client> {
  const client = new pg.Client({
    ...connectTo(place.cluster, port),
    application_name: `process ${process.pid}, ${address}`.slice(0, 63),
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  const deadline = Date.now() + lockPatienceMs;
  while (!(await tryLock(client))) {
    if (Date.now() > deadline) await refuseSecond(client, dataDir);
    await sleep(100);
  }
  return client;
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [lockKey]);
  return rows[0]?.taken === true;
}

async function refuseSecond(client: pg.Client, dataDir: string): Promise<never> {
  const { rows } = await client.query<{ owner: string }>(
    `SELECT application_name AS owner FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND objid = $1`,
    [lockKey],
  );
  await client.end();
  throw new StartError(
    `Lắng Nghe already runs on ${dataDir} (${rows[0]?.owner ?? 'owner unknown'}): use that one, stop it, or give this one a DATA_DIR and PORT of its own. Several processes on one database need DATABASE_URL.`,
  );
}

async function createDatabase(place: ServerPlace, port: number): Promise<void> {
  const client = new pg.Client(connectTo(place.cluster, port));
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}
