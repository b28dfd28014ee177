/**
 * Programs of ours as processes of their own: started, stopped still, let go on, killed. Run from source the bench starts sources, run
 * from the build it starts the build.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Program {
  pid: number;
  /** Resolves at its first line: all our programs print one when they serve. */
  ready: Promise<void>;
  ended: Promise<void>;
  /** Uses no processor until it goes on: what is not being measured must not disturb what is. */
  freeze: () => void;
  goOn: () => void;
  kill: () => void;
  stop: () => Promise<void>;
}

const root = new URL('../../', import.meta.url);
const ending = extname(fileURLToPath(import.meta.url));
/** Linux, with a core to spare. */
export const isPinnable = process.platform === 'linux' && availableParallelism() > 1 && hasTaskset();

/** `main`, `bench/limit/server` …, relative to the root, without ending. */
export function startProgram(
  name: string,
  {
    args = [],
    env = {},
    core,
    flags = [],
  }: { args?: string[]; env?: Record<string, string>; core?: number; flags?: string[] },
): Program {
  const node = [process.execPath, ...flags, ...(ending === '.ts' ? ['--import', 'tsx'] : [])];
  const file = fileURLToPath(new URL(`${name}${ending}`, root));
  const pin = isPinnable && core !== undefined ? ['taskset', '-c', String(core)] : [];
  const [command = '', ...rest] = [...pin, ...node, file, ...args];
  const child = spawn(command, rest, {
    cwd: fileURLToPath(root),
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return handleOf(name, child);
}

/** Whatever becomes of the bench, nothing it started stays behind. */
const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

function handleOf(name: string, child: ChildProcess): Program {
  living.add(child);
  const ended = once(child, 'exit').then(() => void living.delete(child));
  let said = '';
  let stopping = false;
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4_000);
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.stdout?.on('data', () => undefined);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (!stopping) reject(new Error(`${name} ended (${signal ?? code}) before it served:\n${said}`));
    });
  });
  ready.catch(() => undefined);
  const signal = (one: NodeJS.Signals): void => void child.kill(one);
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    freeze: () => signal('SIGSTOP'),
    goOn: () => signal('SIGCONT'),
    kill: () => {
      stopping = true;
      signal('SIGKILL');
    },
    stop: async () => {
      stopping = true;
      signal('SIGCONT');
      signal('SIGTERM');
      const late = setTimeout(() => signal('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Puts the bench itself (the people and the fake platforms) on a core of its own. */
export function pinMyself(core: number): void {
  if (isPinnable) spawnSync('taskset', ['-acp', String(core), String(process.pid)]);
}

function hasTaskset(): boolean {
  return spawnSync('taskset', ['--version']).status === 0;
}
