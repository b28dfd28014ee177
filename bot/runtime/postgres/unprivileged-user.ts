/**
 * PostgreSQL refuses to run as root. Started as root, its programs run as an unprivileged user, who must be able to reach whatever they
 * are given: a folder below /root (mode 0700), for one, is out of reach.
 */
import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartError } from '../errors.js';

export interface User {
  name: string;
  uid: number;
  gid: number;
}

/** `postgres` where there is one; `nobody` is on every system, and creating users on somebody's machine is not ours to do. */
const candidates = ['postgres', '_postgres', 'nobody'];

export function unprivilegedUser(passwdFile = '/etc/passwd'): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = existsSync(passwdFile) ? readFileSync(passwdFile, 'utf8').split('\n') : [];
  const users = lines.map(readUser);
  const user = candidates.map((name) => users.find((each) => each.name === name)).find(Boolean);
  if (user) return user;
  throw new StartError(
    'PostgreSQL cannot run as root and there is no other user to run it as: start as an ordinary user, create one ("useradd --system postgres"), or set DATABASE_URL.',
  );
}

function readUser(line: string): User {
  const [name = '', , uid = '', gid = ''] = line.split(':');
  // macOS writes nobody's ids as -2.
  return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
}

/** May this user enter the folder (or read the file) and every folder above it? */
export function canReach(path: string, user: User | undefined): boolean {
  if (!user) return true;
  const parent = dirname(path);
  return isOpenTo(statSync(path), user) && (parent === path || canReach(parent, user));
}

function isOpenTo(stats: Stats, user: User): boolean {
  const needed = stats.isDirectory() ? 0o1 : 0o4;
  const shift = stats.uid === user.uid ? 6 : stats.gid === user.gid ? 3 : 0;
  return ((stats.mode >> shift) & needed) === needed;
}

/** What a child needs to run as this user, and nothing of our environment: it holds secrets. */
export function spawnOptions(user: User | undefined) {
  const { PATH, SystemRoot, TEMP, TMP, TMPDIR } = process.env;
  const given = Object.entries({ PATH, SystemRoot, TEMP, TMP, TMPDIR }).filter(([, value]) => value !== undefined);
  return {
    // A fixed language, so that messages can be understood; a fixed zone, so that times can.
    env: { ...Object.fromEntries(given), LC_ALL: 'C', TZ: 'UTC' },
    ...(user && { uid: user.uid, gid: user.gid }),
    cwd: user ? '/' : undefined,
    windowsHide: true,
  };
}
