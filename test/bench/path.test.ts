/** The bench runs and measures what it says; how fast anything is here decides nothing. */
import { expect, it } from 'vitest';
import { measurePath } from '../../bench/path/measure.js';

const size = { rounds: 1, warmUp: 60, steps: 220, acknowledged: 200, atOnce: 20, connections: 8 };

it('tells a figure for every promise about the way of a message', { timeout: 180_000 }, async () => {
  const figures = await measurePath({
    size,
    redisUrl: undefined,
    profile: undefined,
    pin: false,
    tell: () => undefined,
  });
  const promised = figures.filter(({ target }) => target !== null);
  expect(promised.map(({ target }) => target)).toEqual([
    '>= 0.6',
    '>= 0.35',
    '<= 1.5',
    '>= 0.5',
    '>= 0.5',
    '<= 0.3',
    '<= 0.01',
  ]);
  for (const { name, value, ratio, baseline, ok } of figures) {
    expect(value, name).toBeGreaterThanOrEqual(0);
    if (baseline !== null) expect(ratio, name).toBeGreaterThan(0);
    if (promised.some((figure) => figure.name === name)) expect(typeof ok, name).toBe('boolean');
  }
});
