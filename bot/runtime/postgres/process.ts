/** Questions about other processes of this machine. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Is this process really the server of that folder? After a reboot, and all the time in containers, a number in a stale pid file belongs
 * to some other program. A server works in its data folder, which Linux shows; elsewhere its name must do.
 */
export function servesFolder(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') return isSameFolder(`/proc/${pid}/cwd`, folder);
  if (process.platform === 'win32') return true;
  return /postgres/.test(commandOf(pid));
}

function isSameFolder(one: string, other: string): boolean {
  try {
    const [a, b] = [statSync(one), statSync(other)];
    return a.ino === b.ino && a.dev === b.dev;
  } catch {
    // It ended meanwhile, or it runs as a user whose processes we may not look into: then it is not one that we started.
    return false;
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
