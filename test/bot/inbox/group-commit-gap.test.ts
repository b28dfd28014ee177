import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createGroupCommit } from '../../../bot/inbox/group-commit.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }));
afterEach(() => vi.useRealTimers());

it('alone, an item is written at once; those that follow closely wait for each other', async () => {
  const written: { at: number; items: number[] }[] = [];
  const begun = performance.now();
  const groups = createGroupCommit<number>({
    maxItems: 100,
    gapMs: 8,
    isDataError: () => false,
    write: async (items) => void written.push({ at: performance.now() - begun, items }),
  });
  await groups.add([1]);
  const close = [groups.add([2]), groups.add([3])];
  await vi.advanceTimersByTimeAsync(5);
  close.push(groups.add([4]));
  await vi.advanceTimersByTimeAsync(5);
  await Promise.all(close);
  await vi.advanceTimersByTimeAsync(100);
  await groups.add([5]);
  expect(written).toEqual([
    { at: 0, items: [1] },
    { at: 8, items: [2, 3, 4] },
    { at: 110, items: [5] },
  ]);
});
