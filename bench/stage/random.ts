/** Dice that fall the same way for the same seed, so that a run that found something can be repeated. */
export interface Dice {
  /** 0 ≤ x < 1 */
  next: () => number;
  below: (limit: number) => number;
  between: (from: number, to: number) => number;
  chance: (share: number) => boolean;
}

/** Mulberry32: 32 bits of state, plenty for choosing moments and answers. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    between: (from, to) => from + next() * (to - from),
    chance: (share) => next() < share,
  };
}
