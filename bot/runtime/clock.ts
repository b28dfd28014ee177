/** Where time comes from. Nothing below `main` and the tests asks the system for it, so that time can be frozen and moved. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface MovableClock extends Clock {
  /** Forward or back, e.g. `move(49 * 3_600_000)`. */
  move(ms: number): void;
  set(at: number): void;
}

/** Stands still until it is moved; `ticking` goes on by itself from where it is: the system's time, until the sandbox moves it. */
export function movableClock({ at, ticking = false }: { at?: number; ticking?: boolean } = {}): MovableClock {
  const passing = () => (ticking ? Date.now() : 0);
  let offset = (at ?? Date.now()) - passing();
  return {
    now: () => passing() + offset,
    move: (ms) => {
      offset += ms;
    },
    set: (to) => {
      offset = to - passing();
    },
  };
}
