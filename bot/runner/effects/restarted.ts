import type { EffectOf } from '../turn.js';

/** The person lost their place: we apologised, and count it, since it should not happen. */
export const restarted: EffectOf<'restarted'> = (turn) => {
  turn.counts.push('session-restarted');
};
