/** So many at once and no more: take one, give it back. */
import { fail } from '../errors.js';

export function createSlots(count: number, refusal: Parameters<typeof fail>) {
  let taken = 0;
  /** Returns what gives the slot back; once is enough, twice does no harm. */
  return (): (() => void) => {
    if (taken >= count) throw fail(...refusal);
    taken += 1;
    let held = true;
    return () => {
      if (held) taken -= 1;
      held = false;
    };
  };
}
