import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a condition instead of for a time: as soon as `look` gives something true it is returned. What does not come within the
 * patience fails with what was looked for, since "timed out" alone helps nobody.
 */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  { patienceMs = 10_000, everyMs = 4 }: { patienceMs?: number; everyMs?: number } = {},
): Promise<NonNullable<T>> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain until ${what}`);
    await sleep(everyMs);
  }
}
