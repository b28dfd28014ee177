/** Writes what must survive a restart into one JSON file, a moment after it changed and again at the end. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PageState } from './messenger/profiles.js';
import type { Person } from './people.js';
import { isObject, parseJson } from './shape.js';
import type { World } from './world.js';
import type { TokenState } from './zalo/tokens.js';

interface State {
  offsetMs: number;
  people: Person[];
  tokens: TokenState;
  pages: [string, PageState][];
}

const quietMs = 300;

export interface StateFile {
  /** Reads the file back; a missing or broken one begins a new world. */
  restore: () => Promise<void>;
  close: () => void;
}

export function keepState(world: World, path: string): StateFile {
  let timer: NodeJS.Timeout | undefined;
  function write(): void {
    timer = undefined;
    const state: State = {
      offsetMs: world.clock.offsetMs(),
      people: world.people.list(),
      tokens: world.tokens.save(),
      pages: world.profiles.save(),
    };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(state));
    renameSync(`${path}.new`, path);
  }
  const unsubscribe = world.hub.subscribe((change) => {
    if (change.type === 'tokens') write();
    if (change.type === 'faults' || timer) return;
    timer = setTimeout(write, quietMs);
    timer.unref();
  });
  return {
    async restore() {
      const state = readState(path);
      if (!state) return;
      world.people.restore(state.people);
      world.tokens.restore(state.tokens);
      world.profiles.restore(state.pages);
      await world.clock.restore(state.offsetMs);
    },
    close() {
      unsubscribe();
      clearTimeout(timer);
      write();
    },
  };
}

function readState(path: string): State | undefined {
  try {
    const state = parseJson(readFileSync(path, 'utf8'));
    return isObject(state) && Array.isArray(state.people) ? (state as unknown as State) : undefined;
  } catch {
    return undefined;
  }
}
