/** What a person does to a message that is already there: edits theirs, reacts to one, rates one of ours. */
import type { ChannelEvent } from '../../contract.js';
import { type Fields, idOf, textOf } from './fields.js';
import { acted, hashedKey, type Item, noted } from './item.js';

/** `{"mid":"m_1","text":"mới","num_edit":1}`; the number of the edit comes as a number or as a string. */
export function readEdit(item: Item, { mid, text, num_edit }: Fields): ChannelEvent[] {
  const messageId = idOf(mid);
  const written = textOf(text);
  if (messageId === null || written === undefined) return [];
  const key = hashedKey('edited', item, messageId, idOf(num_edit));
  return [noted(item, key, { kind: 'edited', messageId, text: written })];
}

/** `{"mid":"m_1","action":"react","emoji":"❤","reaction":"love"}`. Reacting opens the window (policy of 2026-09-28, probable). */
export function readReaction(item: Item, { mid, action, emoji, reaction }: Fields): ChannelEvent[] {
  const messageId = idOf(mid);
  const removed = action === 'unreact';
  const sign = textOf(emoji) ?? textOf(reaction);
  const key = hashedKey('reacted', item, messageId, removed, sign);
  const tell = removed ? noted : acted;
  return [
    tell(item, key, { kind: 'reacted', removed, ...(messageId && { messageId }), ...(sign && { reaction: sign }) }),
  ];
}

/** `{"feedback":"Good response","mid":"m_1"}`: a thumb, not a mark of 1 to 5, so it is kept as a reaction. */
export const readFeedback = (item: Item, { feedback, mid }: Fields): ChannelEvent[] =>
  readReaction(item, { mid, reaction: feedback });
