import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../../bot/inbox/group-commit.js';

class Poison extends Error {}
class Away extends Error {}
const isDataError = (error: unknown) => error instanceof Poison;

describe('group commit', () => {
  it('writes a lone item at once, and what arrives meanwhile in one group', async () => {
    const groups: number[][] = [];
    const gates: (() => void)[] = [];
    const commit = createGroupCommit<number>({
      maxItems: 10,
      isDataError,
      write: (items) => {
        groups.push(items);
        return new Promise((resolve) => gates.push(resolve));
      },
    });
    const adding = [commit.add([1]), commit.add([2, 3]), commit.add([4])];
    expect(groups).toEqual([[1]]);
    gates.shift()?.();
    await adding[0];
    await Promise.resolve();
    expect(groups).toEqual([[1], [2, 3, 4]]);
    gates.shift()?.();
    await Promise.all(adding);
  });

  it('keeps a group within its limit, but never cuts what came together', async () => {
    const groups: number[][] = [];
    const commit = createGroupCommit<number>({
      maxItems: 3,
      isDataError,
      write: async (items) => void groups.push(items),
    });
    await Promise.all([
      commit.add([0]),
      commit.add([1, 2]),
      commit.add([3]),
      commit.add([4, 5, 6, 7]),
      commit.add([8]),
    ]);
    expect(groups).toEqual([[0], [1, 2, 3], [4, 5, 6, 7], [8]]);
  });

  it('says "try again" rather than "never" when both happened', async () => {
    const commit = createGroupCommit<string>({
      maxItems: 10,
      isDataError,
      write: async (items) => {
        if (items.length > 1 || items[0] === 'bad') throw new Poison();
        if (items[0] === 'unlucky') throw new Away();
      },
    });
    await expect(commit.add(['bad', 'unlucky', 'good'])).rejects.toThrow(Away);
  });

  /** Arrivals spread over ticks; some items are poisonous, some writes fail because the database is away. */
  const story = fc.array(
    fc.record({
      pauseTicks: fc.nat(3),
      items: fc.array(fc.record({ poisonous: fc.boolean(), id: fc.integer() }), { minLength: 1, maxLength: 4 }),
    }),
    { maxLength: 20 },
  );

  it('whatever arrives and fails: each item is committed exactly once, or its add rejects', async () => {
    await fc.assert(
      fc.asyncProperty(story, fc.infiniteStream(fc.boolean()), async (arrivals, fate) => {
        const committed = new Map<object, number>();
        const commit = createGroupCommit<(typeof arrivals)[number]['items'][number]>({
          maxItems: 5,
          isDataError,
          write: async (items) => {
            await Promise.resolve();
            if (fate.next().value && fate.next().value) throw new Away();
            if (items.some((item) => item.poisonous)) throw new Poison();
            for (const item of items) committed.set(item, (committed.get(item) ?? 0) + 1);
          },
        });
        const added: { items: object[]; done: Promise<boolean> }[] = [];
        for (const { pauseTicks, items } of arrivals) {
          for (let tick = 0; tick < pauseTicks; tick += 1) await Promise.resolve();
          added.push({
            items,
            done: commit.add(items).then(
              () => true,
              () => false,
            ),
          });
        }
        for (const { items, done } of added) {
          const well = await done;
          for (const item of items) expect(committed.get(item) ?? 0).toBeLessThanOrEqual(1);
          if (well) for (const item of items) expect(committed.get(item)).toBe(1);
        }
        await commit.idle();
      }),
    );
  });

  it('a poisonous item does not hold back those that came with others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), async (poisonous) => {
        const commit = createGroupCommit<boolean>({
          maxItems: 100,
          isDataError,
          write: async (items) => {
            if (items.includes(true)) throw new Poison();
          },
        });
        const outcomes = await Promise.allSettled(poisonous.map((bad) => commit.add([bad])));
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(poisonous);
      }),
    );
  });
});
