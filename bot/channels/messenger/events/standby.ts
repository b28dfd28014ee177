/**
 * `standby[]`: the conversation is with another app or a person; we overhear it. What would be answered is marked so that nobody does;
 * receipts, echoes, edits and deletions mean the same as ever.
 */
import type { ChannelEvent } from '../../contract.js';

const answered: ReadonlySet<string> = new Set([
  'text',
  'tap',
  'photo',
  'location',
  'attachment',
  'opened',
  'shared-info',
]);

export function overheard(event: ChannelEvent): ChannelEvent {
  if (!answered.has(event.kind)) return event;
  const { key, accountId, userId, at, opensWindow, kind } = event;
  return { key, accountId, userId, at, opensWindow, kind: 'standby', of: kind };
}
