/**
 * Brings up the server of a cluster, whatever state the last run left it in: still running after a kill -9 (taken over as it is), still
 * stopping (waited for), gone with a stale pid file (started anew). It runs in a process group of its own, so that Ctrl-C reaches us
 * first and it is stopped last.
 */
import { execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { StartError } from '../errors.js';
import type { Binaries } from './binaries.js';
import { type Cluster, rememberPort } from './cluster.js';
import { servesFolder } from './process.js';
import { spawnOptions, type User } from './unprivileged-user.js';

export interface ServerPlace {
  cluster: Cluster;
  binaries: Binaries;
  user: User | undefined;
  /** Differences from the settings below, e.g. for tests that may lose their data. */
  settings: Record<string, string>;
}

export interface RunningServer {
  pid: number;
  port: number;
  takenOver: boolean;
}

/** Recovery after a power cut reads what was written since the last checkpoint: at most a few minutes' worth, seconds in practice. */
const startDeadlineMs = 60_000;
const maxLogBytes = 10 * 2 ** 20;

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '256MB',
  checkpoint_timeout: '15min',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // Every statement here is short: compiling it costs more than running it.
  jit: 'off',
  // The inbox and outbox turn over all the time; the defaults (a fifth of the table) come too late for them.
  autovacuum_naptime: '15s',
  autovacuum_vacuum_scale_factor: '0.05',
  autovacuum_analyze_scale_factor: '0.02',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // What people wrote must not come into the log by way of a failing statement or its detail.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

export async function bringUpServer(place: ServerPlace): Promise<RunningServer> {
  const deadline = Date.now() + startDeadlineMs;
  let { cluster } = place;
  while (Date.now() < deadline) {
    const running = readPidFile(cluster);
    if (running && (await accepts(cluster, running.port))) return { ...running, takenOver: true };
    if (!running) {
      const port = await freePort(cluster.port);
      cluster = port === cluster.port ? cluster : rememberPort(cluster, port);
      const pid = await launch({ ...place, cluster }, deadline);
      if (pid) return { pid, port, takenOver: false };
    }
    await sleep(100);
  }
  throw new StartError(
    `The embedded database did not come up within ${startDeadlineMs / 1000} s (${lastLogLine(cluster)}). Its log is ${cluster.log}.`,
  );
}

/** Ends what runs on the cluster, politely and then less so: never leaves it to chance whether the next start finds it running. */
export async function stopServer({ cluster, binaries, user }: ServerPlace): Promise<void> {
  const stop = (mode: 'fast' | 'immediate', seconds: number) =>
    promisify(execFile)(
      binaries.pgCtl,
      ['stop', '--wait', `--pgdata=${cluster.data}`, `--mode=${mode}`, `--timeout=${seconds}`],
      spawnOptions(user),
    );
  if (!readPidFile(cluster)) return;
  try {
    await stop('fast', 10);
  } catch {
    // Without a checkpoint: the next start replays what was committed, as after a power cut.
    if (readPidFile(cluster)) await stop('immediate', 5).catch(() => undefined);
  }
}

/** The server that runs on this cluster, if one does. A pid file without its process is a leftover and is removed. */
function readPidFile(cluster: Cluster): { pid: number; port: number } | undefined {
  const file = join(cluster.data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid = '', , , port = ''] = readFileSync(file, 'utf8').split('\n');
  if (servesFolder(Number(pid), cluster.data)) return { pid: Number(pid), port: Number(port) };
  rmSync(file, { force: true });
  return undefined;
}

async function accepts(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({ ...connectTo(cluster, port), connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // Anything that PostgreSQL itself says except "not now" is an answer; a wrong password, say, will not get better by waiting.
    const { code, message } = error as Error & { code?: string };
    if (code?.startsWith('28'))
      throw new StartError(
        `The embedded database in ${cluster.home} refuses its own password (${message}): restore access.json there from a backup.`,
      );
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

export const connectTo = (cluster: Cluster, port: number, database = 'postgres') => ({
  connectionString: `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/${database}`,
});

/** Returns the pid once the server accepts connections, undefined when it gave up and another try may succeed. */
async function launch(
  { cluster, binaries, user, settings: own }: ServerPlace,
  deadline: number,
): Promise<number | undefined> {
  const logBefore = turnLog(cluster.log);
  const log = openSync(cluster.log, 'a', 0o600);
  const args = Object.entries({ ...settings, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', cluster.data, '-p', String(cluster.port), ...args], {
    ...spawnOptions(user),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  let over = false;
  const end = () => {
    over = true;
  };
  child.once('error', end).once('exit', end);
  while (!over && Date.now() < deadline) {
    if (await accepts(cluster, cluster.port)) return child.pid;
    await sleep(50);
  }
  refuseHopeless(cluster, logBefore);
  return undefined;
}

/** What waiting cannot mend is told at once. */
function refuseHopeless(cluster: Cluster, logBefore: number): void {
  const line = lastLogLine(cluster, logBefore);
  if (
    !/No space left|could not (open|read|write|access)|Permission denied|incompatible|invalid|not found|cannot/.test(
      line,
    )
  )
    return;
  throw new StartError(`The embedded database cannot start (${line}). Its log is ${cluster.log}.`);
}

function lastLogLine(cluster: Cluster, from = 0): string {
  const log = existsSync(cluster.log) ? readFileSync(cluster.log).subarray(from).toString('utf8') : '';
  const lines = log.trimEnd().split('\n');
  return lines.findLast((line) => /FATAL|PANIC|error/.test(line)) || lines.at(-1) || 'its log is empty';
}

/** Keeps one old log; returns how much the present one holds. */
function turnLog(log: string): number {
  const size = existsSync(log) ? statSync(log).size : 0;
  if (size <= maxLogBytes) return size;
  renameSync(log, `${log}.1`);
  return 0;
}

/** The port of last time when nothing else took it meanwhile, else one that is free now. */
async function freePort(wanted: number): Promise<number> {
  const server = createServer();
  const listening = (port: number) =>
    new Promise<number | undefined>((resolve) => {
      server.once('error', () => resolve(undefined));
      server.listen({ port, host: '127.0.0.1' }, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address ? address.port : undefined);
      });
    });
  const port = (await listening(wanted)) ?? (await listening(0));
  await new Promise((resolve) => server.close(resolve));
  if (port) return port;
  throw new StartError(
    'No free port was found on 127.0.0.1 for the embedded database: end some programs, or set DATABASE_URL.',
  );
}
