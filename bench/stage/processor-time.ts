/** How much processor time processes have used, as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second (USER_HZ) on every platform Node.js runs on. */
const msPerTick = 10;

interface Counted {
  parent: number;
  ownMs: number;
  /** Of children that have ended. */
  endedMs: number;
}

/** Fields of /proc/<pid>/stat (proc(5)): the name may hold spaces, so counting begins behind its bracket. */
function count(pid: number | string): Counted | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, ownMs: (user + system) * msPerTick, endedMs: (endedUser + endedSystem) * msPerTick };
  } catch {
    return null;
  }
}

/** All threads of one process. */
export const processorMs = (pid: number): number => count(pid)?.ownMs ?? 0;

/** A process, its children, and those of its children that have ended: PostgreSQL with all of its backends. */
export function familyProcessorMs(pid: number): number {
  const parent = count(pid);
  if (!parent) return 0;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(count)
    .filter((other) => other?.parent === pid);
  return children.reduce((sum, child) => sum + (child?.ownMs ?? 0), parent.ownMs + parent.endedMs);
}
