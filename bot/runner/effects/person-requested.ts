import type { EffectOf } from '../turn.js';

/** Somebody wants a human being: counted, so that an agency sees how often; the flow itself says where to turn. */
export const personRequested: EffectOf<'person-requested'> = (turn, event) => {
  turn.counts.push(`person-requested-${event.reason}`);
};
