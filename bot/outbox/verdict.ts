/**
 * What becomes of a message after a try: the closed lists of the channels say what an error means, this says what we then do.
 */
import { doubtPauseMs } from '../../prisma/outbox.js';
import { platformKey } from '../../prisma/platform-key.js';
import type { MessageMark } from '../../prisma/turn-writes.js';
import type { SendResult } from '../channels/contract.js';
import type { Delivery } from '../channels/delivery.js';

/** Between tries: quick at first, for the hiccup; the fifth comes after about 13 minutes, and then the window may be over anyway. */
const backoffMs = [1_000, 5_000, 30_000, 180_000, 600_000];

/** When a whole account has to wait, e.g. -32 or HTTP 429 without Retry-After. */
const backOffMs = 5_000;

/** What a mark has to know of its message. */
export type Held = Pick<Delivery, 'id' | 'heldBy' | 'attempts' | 'doubts'>;

const base = (delivery: Held) => ({
  id: delivery.id,
  heldBy: delivery.heldBy,
  attempts: delivery.attempts + 1,
  doubts: delivery.doubts,
  platformKey: null,
  error: null,
  sentAt: null,
  notBefore: null,
});

/** `leftAt`: before the request, since a receipt for "all up to now" names a time of the platform's, which is before its answer. */
export function sentMark(delivery: Delivery, messageId: string, leftAt: number): MessageMark {
  return { ...base(delivery), status: 'sent', platformKey: platformKey(delivery.channelId, messageId), sentAt: leftAt };
}

export function failedMark(delivery: Held, code: string): MessageMark {
  return { ...base(delivery), status: 'failed', error: code };
}

/** Back into the queue without having been tried. */
export function untriedMark(delivery: Held, notBefore: number | null, error: string | null): MessageMark {
  return { ...base(delivery), attempts: delivery.attempts, status: 'queued', notBefore, error };
}

/** How long the account has to keep quiet, if at all. */
export const pauseOf = (result: SendResult & { ok: false }): number | null =>
  result.decision === 'back-off' ? (result.retryAfterMs ?? backOffMs) : null;

/**
 * Perhaps accepted: a live reply is sent again once, after a pause in which its echo may still settle it; everything else stays in
 * doubt until an echo, a receipt or a person settles it. Certainly not accepted: again later, a few times.
 */
export function errorMark(
  delivery: Delivery,
  result: SendResult & { ok: false },
  now: number,
  random: () => number,
): MessageMark {
  if (!result.certain) return doubtMark(delivery, result, now);
  const again = result.decision === 'retry' || result.decision === 'back-off' || result.decision === 'refresh-token';
  const pause = backoffMs[delivery.attempts];
  if (!again || pause === undefined) return failedMark(delivery, result.code);
  // Full jitter over the upper half: many messages that failed together must not come back together.
  const wait = Math.max(result.retryAfterMs ?? 0, pause * (0.5 + random() / 2));
  return { ...base(delivery), status: 'queued', error: result.code, notBefore: now + wait };
}

function doubtMark(delivery: Delivery, result: SendResult & { ok: false }, now: number): MessageMark {
  const mark = { ...base(delivery), doubts: delivery.doubts + 1, error: result.code };
  if (delivery.lane !== 'live' || delivery.doubts > 0) return { ...mark, status: 'in-doubt' };
  return { ...mark, status: 'queued', notBefore: now + doubtPauseMs };
}
