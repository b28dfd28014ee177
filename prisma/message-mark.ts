/** What became of a message that was sent or tried: the words of SQL that turns and outbox share. */
import type { MessageMark } from './turn-writes.js';

/** What a mark "k" makes of its message "m". */
export const settled = `status = CASE WHEN k.doubts > m.doubts AND m.platform_key IS NOT NULL THEN 'sent' ELSE k.status END,
    attempts = k.attempts, doubts = k.doubts, platform_key = coalesce(k.platform_key, m.platform_key), error = k.error,
    sent_at = coalesce(to_timestamp(k.sent_at / 1000), m.sent_at), not_before = to_timestamp(k.not_before / 1000), held_by = NULL`;

export const markValues = (marks: MessageMark[]): unknown[] => [
  marks.map((mark) => mark.id),
  marks.map((mark) => mark.heldBy),
  marks.map((mark) => mark.status),
  marks.map((mark) => mark.attempts),
  marks.map((mark) => mark.doubts),
  marks.map((mark) => mark.platformKey),
  marks.map((mark) => mark.error),
  marks.map((mark) => mark.sentAt),
  marks.map((mark) => mark.notBefore),
];
