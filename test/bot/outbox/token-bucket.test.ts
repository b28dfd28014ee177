import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenBucket } from '../../../bot/outbox/token-bucket.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** The most departures in any second. */
function worstSecond(times: number[]): number {
  return Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + 1_000).length));
}

async function departures(perSecond: number, arrivals: number[], forMs: number): Promise<number[]> {
  const bucket = createTokenBucket(perSecond);
  const times: number[] = [];
  const start = performance.now();
  for (const at of arrivals)
    setTimeout(() => void bucket.take('live').then(() => times.push(performance.now() - start)), at);
  await vi.advanceTimersByTimeAsync(forMs);
  return times;
}

describe('token bucket', () => {
  it('never lets more than a twentieth above the rate through in any second, however messages arrive', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 300 }),
        fc.array(fc.nat(3_000), { minLength: 1, maxLength: 600 }),
        async (rate, arrivals) => {
          expect(worstSecond(await departures(rate, arrivals, 4_000))).toBeLessThanOrEqual(Math.ceil(rate * 1.05));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('holds a slow rate to one more than the rate', async () => {
    expect(worstSecond(await departures(2, Array(20).fill(0), 5_000))).toBeLessThanOrEqual(3);
  });

  it('uses the whole rate when there is enough to send', async () => {
    const times = await departures(100, Array(500).fill(0), 4_000);
    expect(times.length).toBeGreaterThanOrEqual(395);
  });

  it('lets live replies go before everything that waits', async () => {
    const bucket = createTokenBucket(10);
    const order: string[] = [];
    for (const lane of ['bulk', 'bulk', 'official', 'live', 'bulk', 'live'])
      void bucket.take(lane).then(() => order.push(lane));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(order).toEqual(['bulk', 'live', 'live', 'bulk', 'official', 'bulk']);
  });

  it('lets nothing through while the platform wants quiet, and takes up the rate afterwards', async () => {
    const bucket = createTokenBucket(50);
    const times: number[] = [];
    const start = performance.now();
    bucket.pause(3_000);
    for (let count = 0; count < 30; count += 1)
      void bucket.take('live').then(() => times.push(performance.now() - start));
    expect(bucket.busy() && bucket.paused()).toBe(true);
    await vi.advanceTimersByTimeAsync(2_999);
    expect(times).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(times).toHaveLength(30);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(3_000);
    expect(worstSecond(times)).toBeLessThanOrEqual(53);
    expect(bucket.busy() || bucket.paused()).toBe(false);
  });

  it('a pause that begins while messages wait holds them too', async () => {
    const bucket = createTokenBucket(1);
    let left = 0;
    for (let count = 0; count < 3; count += 1) void bucket.take('live').then(() => (left += 1));
    await vi.advanceTimersByTimeAsync(500);
    bucket.pause(5_000);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(left).toBe(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(left).toBe(3);
  });

  it('takes a new rate at once, for those that wait as well', async () => {
    const bucket = createTokenBucket(1);
    let left = 0;
    for (let count = 0; count < 101; count += 1) void bucket.take('live').then(() => (left += 1));
    bucket.setRate(100);
    await vi.advanceTimersByTimeAsync(2_200);
    expect(left).toBeGreaterThan(90);
  });

  it('tells those that wait no when it is closed, so that they can go back to the queue', async () => {
    const bucket = createTokenBucket(1);
    const answers: boolean[] = [];
    for (const lane of ['live', 'live', 'bulk']) void bucket.take(lane).then((may) => answers.push(may));
    bucket.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toEqual([true, false, false]);
    expect(await bucket.take('live')).toBe(false);
  });
});
