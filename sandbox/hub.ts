/** Who watches is told what changed: the page over server-sent events, the state file, tests. */
export type Change =
  | { type: 'person'; person: unknown }
  | { type: 'entry'; platform: string; user: string; entry: unknown }
  | { type: 'traffic'; record: unknown }
  | { type: 'clock'; now: number; offsetMs: number }
  | { type: 'faults'; faults: unknown }
  | { type: 'settings'; settings: unknown }
  | { type: 'profile'; account: string; profile: unknown }
  /** Token pairs rotated: must be on disk before the product can use the new one. */
  | { type: 'tokens' }
  | { type: 'reset' };

export interface Hub {
  publish: (change: Change) => void;
  subscribe: (listener: (change: Change) => void) => () => void;
}

export function createHub(): Hub {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish(change) {
      for (const listener of listeners) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
