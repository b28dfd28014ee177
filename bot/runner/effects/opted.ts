import type { EffectOf } from '../turn.js';

/** Opting out stops what we send on our own initiative; whoever writes to us is still answered. */
export const opted: EffectOf<'opted'> = (turn, event) => {
  turn.contact.optedOutAt = event.out ? (turn.contact.optedOutAt ?? turn.tools.now) : null;
  turn.counts.push(event.out ? 'opted-out' : 'opted-in');
};
