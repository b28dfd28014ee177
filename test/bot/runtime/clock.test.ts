import { describe, expect, it } from 'vitest';
import { movableClock } from '../../../bot/runtime/clock.js';

describe('a movable clock', () => {
  it('stands still until it is moved', async () => {
    const clock = movableClock({ at: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(clock.now()).toBe(1_000);
    clock.move(49 * 3_600_000);
    expect(clock.now()).toBe(1_000 + 49 * 3_600_000);
    clock.set(5);
    expect(clock.now()).toBe(5);
  });

  it('goes on from wherever it was moved to, when it ticks', async () => {
    const clock = movableClock({ at: 1_000, ticking: true });
    clock.move(10_000);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBeGreaterThan(11_000);
    expect(clock.now()).toBeLessThan(20_000);
  });
});
