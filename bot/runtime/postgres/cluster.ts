/**
 * The embedded database's place on disk: `<data folder>/postgres-<major>/` with the cluster, its log and how to reach it. It is made
 * beside and renamed when complete, so it is there wholly or not at all, however often its making was cut short.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../errors.js';
import type { Binaries } from './binaries.js';
import { isAlive } from './process.js';
import { canReach, spawnOptions, type User } from './unprivileged-user.js';

export interface Cluster {
  /** The folder of everything, with links resolved. */
  home: string;
  /** PostgreSQL's own folder in it (PGDATA). */
  data: string;
  log: string;
  password: string;
  /** The port of last time, to be used again if it is free. */
  port: number;
}

interface Access {
  port: number;
  password: string;
}

/** Where it goes when the unprivileged user cannot reach the data folder; entered by all, readable by its owner. */
export const reachableFolder = '/var/lib/lang-nghe';

export async function openCluster(dataDir: string, binaries: Binaries, user: User | undefined): Promise<Cluster> {
  const place = join(dataDir, `postgres-${binaries.major}`);
  if (!isThere(place)) await makeCluster(place, binaries, user);
  return readCluster(place);
}

export function rememberPort(cluster: Cluster, port: number): Cluster {
  const known = { ...cluster, port };
  writeAccess(cluster.home, known);
  return known;
}

function readCluster(place: string): Cluster {
  if (!existsSync(place))
    throw new StartError(
      `${place} points to a database folder that is gone: put it back, or remove the link to begin with an empty database.`,
    );
  const home = realpathSync(place);
  try {
    const { port, password } = JSON.parse(readFileSync(join(home, 'access.json'), 'utf8')) as Access;
    return { home, data: join(home, 'cluster'), log: join(home, 'server.log'), password, port };
  } catch (cause) {
    throw new StartError(
      `The embedded database in ${home} belongs to another user or is damaged (access.json cannot be read): start as its owner, or give another DATA_DIR.`,
      { cause },
    );
  }
}

async function makeCluster(place: string, binaries: Binaries, user: User | undefined): Promise<void> {
  refuseOtherMajor(dirname(place), binaries.major);
  const reachable = canReach(realpathSync(dirname(place)), user);
  const home = reachable ? place : join(reachableFolder, `${basename(place)}-${randomBytes(4).toString('hex')}`);
  if (!reachable) mkdirSync(reachableFolder, { recursive: true, mode: 0o711 });
  removeHalfMade(dirname(home));
  const half = `${home}.new-${process.pid}`;
  await build(half, binaries, user);
  settle(half, home);
  if (!reachable) symlinkSync(home, place);
}

async function build(half: string, binaries: Binaries, user: User | undefined): Promise<void> {
  const data = join(half, 'cluster');
  mkdirSync(half, { recursive: true, mode: 0o711 });
  chmodSync(half, user ? 0o711 : 0o700);
  mkdirSync(data, { mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  const passwordFile = join(half, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [data, passwordFile]) chownSync(path, user.uid, user.gid);
  await initialise(data, passwordFile, binaries, user);
  rmSync(passwordFile);
  writeAccess(half, { port: 0, password });
}

/**
 * Text sorts by code point and folds by Unicode's own rules (`builtin` C.UTF-8): the same on every system and after every upgrade of
 * it, whereas an order that comes from the operating system corrupts indexes silently when that changes. Where people read a list, the
 * query asks for Vietnamese order (COLLATE "vi-x-icu").
 */
async function initialise(
  data: string,
  passwordFile: string,
  binaries: Binaries,
  user: User | undefined,
): Promise<void> {
  const args = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  args.push('--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`, `--pgdata=${data}`);
  try {
    await promisify(execFile)(binaries.initdb, args, spawnOptions(user));
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim().split('\n').at(-1) || (cause as Error).message;
    throw new StartError(
      `The embedded PostgreSQL cannot be set up here (${said}): mend that, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** Two starts may have built one each: the first to rename wins, the other throws its own away. */
function settle(half: string, home: string): void {
  try {
    renameSync(half, home);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
}

function removeHalfMade(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const maker = Number(/^postgres-.*\.new-(\d+)$/.exec(name)?.[1] ?? 0);
    if (maker === 0 || (maker !== process.pid && isAlive(maker))) continue;
    try {
      // Its initdb may have outlived it and still be writing for a moment.
      rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    } catch {
      // The next start tries again; it is in nobody's way.
    }
  }
}

/** An empty database beside a full one would look like a loss. */
function refuseOtherMajor(dataDir: string, major: number): void {
  const other = readdirSync(dataDir).find((name) => /^postgres-\d+$/.test(name) && name !== `postgres-${major}`);
  if (!other) return;
  throw new StartError(
    `${dataDir} holds the data of another PostgreSQL (${other}), this program brings ${major}: export with the version of Lắng Nghe that made it (docs/operations.md), or give another DATA_DIR.`,
  );
}

const writeAccess = (home: string, { port, password }: Access): void => {
  const file = join(home, 'access.json');
  writeFileSync(`${file}.new`, `${JSON.stringify({ port, password })}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

/** Also true for a link that points nowhere. */
const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
