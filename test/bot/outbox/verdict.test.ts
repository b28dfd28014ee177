import { describe, expect, it } from 'vitest';
import type { Decision, SendResult } from '../../../bot/channels/contract.js';
import type { Delivery } from '../../../bot/channels/delivery.js';
import { errorMark, failedMark, pauseOf, sentMark, untriedMark } from '../../../bot/outbox/verdict.js';

const now = Date.UTC(2026, 10, 22);
const delivery = (given: Partial<Delivery> = {}): Delivery => ({
  id: '7',
  heldBy: 3,
  contactId: '00000000-0000-4000-8000-000000000007',
  channelId: 1,
  userId: '42',
  lane: 'live',
  trace: 'trace',
  language: 'vi',
  message: { text: 'Xin chào' },
  windowUntil: now + 1,
  attempts: 0,
  doubts: 0,
  ...given,
});
const refusal = (decision: Decision, certain = true, retryAfterMs?: number): SendResult & { ok: false } => ({
  ok: false,
  code: 'x',
  decision,
  alarm: false,
  certain,
  detail: 'x',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});

interface Case {
  decision: Decision;
  certain?: boolean;
  lane?: string;
  attempts?: number;
  doubts?: number;
  status: string;
  afterMs?: number;
  why: string;
}

/** What becomes of a message, by what the platform said, how sure we are, and what was tried before. `afterMs`: with the longest dice. */
const cases: Case[] = [
  { decision: 'retry', status: 'queued', afterMs: 1_000, why: 'the first hiccup: a second' },
  { decision: 'retry', attempts: 1, status: 'queued', afterMs: 5_000, why: 'then longer' },
  { decision: 'retry', attempts: 4, status: 'queued', afterMs: 600_000, why: 'the fifth and last: ten minutes' },
  { decision: 'retry', attempts: 5, status: 'failed', why: 'nobody is answered for ever' },
  {
    decision: 'retry',
    lane: 'bulk',
    status: 'queued',
    afterMs: 1_000,
    why: 'certainly not taken: bulk may go again as well',
  },
  { decision: 'back-off', status: 'queued', afterMs: 1_000, why: 'too fast: again later' },
  { decision: 'refresh-token', status: 'queued', afterMs: 1_000, why: 'another token may come' },
  { decision: 'plain', status: 'failed', why: 'was tried without buttons and refused even so' },
  { decision: 'close-window', status: 'failed', why: 'cannot be sent now, and an old answer is no answer' },
  { decision: 'stop-contact', status: 'failed', why: 'they cannot be reached' },
  { decision: 'give-up', status: 'failed', why: 'the platform will say the same again' },

  {
    decision: 'retry',
    certain: false,
    status: 'queued',
    afterMs: 1_500,
    why: 'a live reply in doubt goes again once: repeating a question is harmless',
  },
  { decision: 'retry', certain: false, doubts: 1, status: 'in-doubt', why: 'but only once' },
  { decision: 'retry', certain: false, lane: 'bulk', status: 'in-doubt', why: 'bulk in doubt waits for proof' },
  { decision: 'retry', certain: false, lane: 'official', status: 'in-doubt', why: "so does an official's answer" },
  { decision: 'give-up', certain: false, status: 'queued', afterMs: 1_500, why: 'doubt weighs more than the decision' },
];

describe('verdict', () => {
  it.each(cases)(
    '$decision, $why → $status',
    ({ decision, certain = true, lane = 'live', attempts = 0, doubts = 0, status, afterMs }) => {
      const mark = errorMark(delivery({ lane, attempts, doubts }), refusal(decision, certain), now, () => 1);
      expect(mark).toMatchObject({
        id: '7',
        heldBy: 3,
        status,
        attempts: attempts + 1,
        doubts: doubts + (certain ? 0 : 1),
      });
      expect(mark.notBefore).toBe(afterMs === undefined ? null : now + afterMs);
    },
  );

  it('waits at least half of the pause, and never less than the platform asked for', () => {
    expect(errorMark(delivery(), refusal('retry'), now, () => 0).notBefore).toBe(now + 500);
    expect(errorMark(delivery(), refusal('back-off', true, 60_000), now, () => 0).notBefore).toBe(now + 60_000);
  });

  it('keeps the whole account quiet when it was too fast, as long as asked, or 5 s', () => {
    expect(pauseOf(refusal('back-off', true, 60_000))).toBe(60_000);
    expect(pauseOf(refusal('back-off'))).toBe(5_000);
    expect(pauseOf(refusal('retry', true, 60_000))).toBeNull();
  });

  it('a sent message is found again by the platform’s id, without that standing in the clear', () => {
    const mark = sentMark(delivery(), 'm_secret', now);
    expect(mark).toMatchObject({ status: 'sent', attempts: 1, sentAt: now, error: null });
    expect(mark.platformKey).toHaveLength(16);
    expect(sentMark(delivery({ channelId: 2 }), 'm_secret', now).platformKey).not.toEqual(mark.platformKey);
  });

  it('what was not tried has not used up a try', () => {
    expect(untriedMark(delivery({ attempts: 2 }), null, null)).toMatchObject({ status: 'queued', attempts: 2 });
    expect(failedMark(delivery({ attempts: 2 }), 'window-closed')).toMatchObject({
      status: 'failed',
      error: 'window-closed',
    });
  });
});
