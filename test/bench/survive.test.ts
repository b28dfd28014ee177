/** A short run of the real thing: two kills, a handful of people on both channels. The long one is `npm run bench -- survive`. */
import { expect, it } from 'vitest';
import { survive } from '../../bench/survive/run.js';

it('loses nothing and confuses nobody when the product is killed', { timeout: 180_000 }, async () => {
  const lines: string[] = [];
  const { verdict, kills, surveys, counts } = await survive({
    people: 10,
    kills: 2,
    seed: 11,
    ownDatabase: false,
    redisUrl: undefined,
    tell: (line) => lines.push(line),
  });
  const inFlight = kills.reduce((sum, kill) => sum + kill.inFlight, 0);
  expect(verdict.findings).toEqual([]);
  expect(verdict.sentTwice).toBeLessThanOrEqual(inFlight);
  expect(kills).toHaveLength(2);
  expect(lines).toHaveLength(2);
  expect(surveys).toBeGreaterThanOrEqual(10);
  expect(counts.tries).toBeGreaterThan(counts.webhooks);
});
