/** Who holds the conversation, and what Meta tells the owner of the Page. */
import type { ChannelEvent } from '../../contract.js';
import { cut } from '../../text.js';
import { type Fields, textOf } from './fields.js';
import { hashedKey, type Item, noted, type Reader } from './item.js';
import { kept } from './kept.js';

/** given = it is ours now, taken = it is no longer, requested = another app asks us for it. */
export const readHandover =
  (how: 'given' | 'taken' | 'requested'): Reader =>
  (item, value) => [noted(item, hashedKey(`handover-${how}`, item, kept(value)), { kind: 'handover', how })];

/** `{"<app id>":["primary_receiver"]}`: which app answers first has been changed in the Page's settings. */
export const readAppRoles: Reader = (item, value) => [account(item, 'app-roles', false, value)];

/** `{"action":"block","reason":"…"}`: the Page is warned, blocked (nothing can be sent) or free again. */
export const readPolicy: Reader = (item, value) => {
  const action = cut(textOf(value.action) ?? 'unknown', 40);
  return [account(item, `policy-enforcement:${action}`, action !== 'unblock', value, textOf(value.reason))];
};

/** Warnings and restrictions of the Page (page integrity webhook, 2026-07-06). */
const alarming = new Set(['business_integrity']);

/** An entry of `changes[]`: a field of the Page itself that the app is subscribed to. */
export function readChange(item: Item): ChannelEvent {
  const field = cut(textOf(item.fields.field) ?? 'unknown', 60);
  return account(item, `changes:${field}`, alarming.has(field), item.fields);
}

/** About the Page, whoever it names. */
function account(item: Item, name: string, alarm: boolean, value: Fields, detail?: string): ChannelEvent {
  const page = { ...item, userId: null };
  const key = hashedKey('account', page, name, kept(value));
  return noted(page, key, { kind: 'account', name, alarm, ...(detail && { detail: cut(detail, 500) }) });
}
