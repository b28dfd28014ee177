/**
 * Group commit: what arrives while the last commit is in flight goes into the next one. Alone, an item is written at once; under load one
 * commit serves dozens of people.
 */
export interface GroupCommit<Item> {
  /** Resolves when the item's group has been committed, rejects when it certainly was not. */
  add: (items: Item[]) => Promise<void>;
  /** Resolves when nothing is in flight. */
  idle: () => Promise<void>;
}

interface Waiting<Item> {
  items: Item[];
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * `write` commits a group, or rejects with nothing stored. When a group fails for a reason that lies in the data
 * (`isDataError`), each item is tried alone, so that one poisonous item does not hold back the others.
 */
export function createGroupCommit<Item>(options: {
  write: (items: Item[]) => Promise<void>;
  isDataError: (error: unknown) => boolean;
  maxItems: number;
  /** From the beginning of one group to that of the next, at least. */
  gapMs?: number;
}): GroupCommit<Item> {
  let began = Number.NEGATIVE_INFINITY;
  let queue: Waiting<Item>[] = [];
  let running: Promise<void> | null = null;

  const takeGroup = (): Waiting<Item>[] => {
    let items = 0;
    let count = 0;
    while (count < queue.length && (count === 0 || items + (queue[count]?.items.length ?? 0) <= options.maxItems)) {
      items += queue[count]?.items.length ?? 0;
      count += 1;
    }
    const group = queue.slice(0, count);
    queue = queue.slice(count);
    return group;
  };

  const commit = async (group: Waiting<Item>[]): Promise<void> => {
    try {
      await options.write(group.flatMap((entry) => entry.items));
      for (const entry of group) entry.done();
    } catch (error) {
      if (options.isDataError(error)) for (const entry of group) await commitAlone(entry);
      else for (const entry of group) entry.failed(error);
    }
  };

  const commitAlone = async (entry: Waiting<Item>): Promise<void> => {
    const failures: unknown[] = [];
    for (const item of entry.items) await options.write([item]).catch((error: unknown) => failures.push(error));
    // What may still work when it is tried again weighs more than what never will.
    if (failures.length > 0) entry.failed(failures.find((failure) => !options.isDataError(failure)) ?? failures[0]);
    else entry.done();
  };

  /** The first after a pause goes at once; while groups follow each other, one begins at most every `gapMs`, and is the larger for it. */
  const run = async (): Promise<void> => {
    while (queue.length > 0) {
      const ms = began + (options.gapMs ?? 0) - performance.now();
      if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
      began = performance.now();
      await commit(takeGroup());
    }
    running = null;
  };

  return {
    add: (items) =>
      new Promise((done, failed) => {
        queue.push({ items, done, failed });
        running ??= run();
      }),
    idle: async () => {
      while (running) await running;
    },
  };
}
