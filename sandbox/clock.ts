/**
 * The sandbox's clock: real time plus an offset that only grows. What is due runs in order, and sees the clock stand at the moment
 * it was due, so that "+49 h" plays a whole schedule of redeliveries rather than its last line.
 */
export interface Clock {
  now: () => number;
  offsetMs: () => number;
  /** Moves time forward and runs, in order, everything that falls due on the way. */
  advance: (ms: number) => Promise<void>;
  /** Sets time forward without running anything: for a state read back at start. */
  restore: (offsetMs: number) => Promise<void>;
  /** Runs `run` once the clock has reached `dueAt`. */
  at: (dueAt: number, run: () => void | Promise<void>) => void;
  reset: () => Promise<void>;
  stop: () => void;
}

interface Due {
  at: number;
  run: () => void | Promise<void>;
}

/** Longest sleep between looks at the list: setTimeout overflows beyond 24 days. */
const longestSleepMs = 60_000;

/** `moved` is awaited before anything runs at the new time, so that whoever follows the clock is never behind what happens. */
export function createClock(base: () => number, moved: (offsetMs: number) => void | Promise<void>): Clock {
  let offset = 0;
  let due: Due[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const now = () => base() + offset;

  function sleep(): void {
    clearTimeout(timer);
    const first = due[0];
    if (!first || stopped) return;
    timer = setTimeout(() => void runUpTo(now()).then(sleep), Math.min(Math.max(first.at - now(), 1), longestSleepMs));
    timer.unref();
  }

  async function moveTo(time: number): Promise<void> {
    if (time <= now()) return;
    offset += time - now();
    await moved(offset);
  }

  async function runUpTo(limit: number): Promise<void> {
    for (let next = due[0]; next && next.at <= limit && !stopped; next = due[0]) {
      due.shift();
      await next.run();
    }
  }

  return {
    now,
    offsetMs: () => offset,
    at(dueAt, run) {
      const place = due.findIndex((other) => other.at > dueAt);
      due.splice(place < 0 ? due.length : place, 0, { at: dueAt, run });
      sleep();
    },
    async advance(ms) {
      const target = now() + ms;
      for (let next = due[0]; next && next.at <= target && !stopped; next = due[0]) {
        due.shift();
        await moveTo(next.at);
        await next.run();
      }
      await moveTo(target);
      sleep();
    },
    async restore(ms) {
      offset = ms;
      if (ms > 0) await moved(offset);
    },
    async reset() {
      due = [];
      offset = 0;
      await moved(offset);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
