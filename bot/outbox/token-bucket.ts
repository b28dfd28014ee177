/**
 * How fast one account may send: a token bucket with two queues, replies before everything else.
 *
 * BullMQ's limiter counts by fixed windows and lets 1.6 × the limit through in its worst second; a bucket that holds a twentieth of a
 * second's tokens stays within 1.05 (docs/adr/0003-group-commit.md names the measurements).
 */
export interface TokenBucket {
  /** True when one message may leave; false when the bucket was closed before its turn came. */
  take: (lane: string) => Promise<boolean>;
  /** Nothing leaves for so long: the platform asked us to back off. */
  pause: (ms: number) => void;
  setRate: (perSecond: number) => void;
  /** Would a message have to wait now? */
  busy: () => boolean;
  /** Does the platform want to hear nothing at all now? */
  paused: () => boolean;
  /** Nobody waits any longer: who does is told no. */
  close: () => void;
}

/** Share of a second's tokens that may leave at once. */
const burstShare = 1 / 20;

/** `now` is a monotonic clock in ms: a wall clock that jumps back must not stop the sending. */
export function createTokenBucket(perSecond: number, now: () => number = () => performance.now()): TokenBucket {
  let rate = perSecond;
  let tokens = burst();
  let refilledAt = now();
  let pausedUntil = 0;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const live: ((may: boolean) => void)[] = [];
  const rest: ((may: boolean) => void)[] = [];

  function burst(): number {
    return Math.max(1, rate * burstShare);
  }

  function refill(): void {
    const at = now();
    if (at < pausedUntil) return;
    tokens = Math.min(burst(), tokens + ((at - Math.max(refilledAt, pausedUntil)) / 1000) * rate);
    refilledAt = at;
  }

  function serve(): void {
    timer = null;
    refill();
    while (tokens >= 1 && now() >= pausedUntil) {
      const next = live.shift() ?? rest.shift();
      if (!next) return;
      tokens -= 1;
      next(true);
    }
    if (live.length + rest.length > 0) wait();
  }

  function wait(): void {
    if (timer) return;
    const untilToken = ((1 - tokens) / rate) * 1000;
    timer = setTimeout(serve, Math.max(1, Math.ceil(untilToken), Math.ceil(pausedUntil - now())));
  }

  return {
    take: (lane) => {
      refill();
      if (tokens >= 1 && now() >= pausedUntil && live.length + rest.length === 0) {
        tokens -= 1;
        return Promise.resolve(true);
      }
      if (closed) return Promise.resolve(false);
      return new Promise((resolve) => {
        (lane === 'live' ? live : rest).push(resolve);
        wait();
      });
    },
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, now() + ms);
    },
    setRate: (next) => {
      refill();
      rate = next;
      tokens = Math.min(tokens, burst());
    },
    paused: () => now() < pausedUntil,
    busy: () => live.length + rest.length > 0 || now() < pausedUntil,
    close: () => {
      closed = true;
      if (timer) clearTimeout(timer);
      for (const tell of [...live.splice(0), ...rest.splice(0)]) tell(false);
    },
  };
}
