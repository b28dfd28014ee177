/** Counts calls in fixed spans of the sandbox's clock, as the platforms' limits are worded ("per minute", "per second"). */
import type { Clock } from './clock.js';

export interface Rates {
  /** Counts one call; says how many are left (negative = over). A limit of 0 never refuses. */
  count: (key: string, limit: number, spanMs: number) => number;
  clear: () => void;
}

export function createRates(clock: Clock): Rates {
  const spans = new Map<string, { span: number; calls: number }>();
  return {
    count(key, limit, spanMs) {
      if (limit === 0) return Number.POSITIVE_INFINITY;
      const span = Math.floor(clock.now() / spanMs);
      const known = spans.get(key);
      const calls = known?.span === span ? known.calls + 1 : 1;
      spans.set(key, { span, calls });
      return limit - calls;
    },
    clear: () => spans.clear(),
  };
}
