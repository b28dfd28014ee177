import type { EffectOf } from '../turn.js';

/** Where to go on; taken up after the step (play.ts). */
export const jumped: EffectOf<'jumped'> = (turn, event) => {
  turn.next = { flow: event.flow, resume: event.resume };
};
