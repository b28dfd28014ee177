/** Every key an item can have, and who reads it. A new event of Meta's is a line here and a file beside it. */
import type { ChannelEvent } from '../../contract.js';
import { clean, cut } from '../../text.js';
import { readEdit, readFeedback, readReaction } from './afterthoughts.js';
import { readAppRoles, readHandover, readPolicy } from './control.js';
import { fieldsOf } from './fields.js';
import { hashedKey, type Item, noted, type Reader } from './item.js';
import { kept } from './kept.js';
import { readMessage } from './message.js';
import { readOptin, readReferral } from './opening.js';
import { readPostback } from './postback.js';
import { readDelivery, readRead } from './receipts.js';

/** Without a person there is nobody to answer (a plugin's `user_ref` is not an address): kept as unknown. */
const personal =
  (reader: Reader): Reader =>
  (item, value) =>
    item.userId === null ? [] : reader(item, value);

export const readers: ReadonlyMap<string, Reader> = new Map([
  ['message', personal(readMessage)],
  ['postback', personal(readPostback)],
  ['referral', personal(readReferral)],
  ['optin', personal(readOptin)],
  ['delivery', personal(readDelivery)],
  ['read', personal(readRead)],
  ['message_edit', personal(readEdit)],
  ['reaction', personal(readReaction)],
  ['response_feedback', personal(readFeedback)],
  ['pass_thread_control', personal(readHandover('given'))],
  ['take_thread_control', personal(readHandover('taken'))],
  ['request_thread_control', personal(readHandover('requested'))],
  ['app_roles', readAppRoles],
  /** The documentation writes it with "_", recorded webhooks with "-". */
  ['policy_enforcement', readPolicy],
  ['policy-enforcement', readPolicy],
]);

export function readItem(item: Item): ChannelEvent[] {
  const events: ChannelEvent[] = [];
  for (const name of Object.keys(item.fields)) {
    const reader = readers.get(name);
    if (reader) for (const event of reader(item, fieldsOf(item.fields[name]))) events.push(event);
  }
  return events.length > 0 ? events : [unknown(item, item.fields)];
}

const envelope = new Set(['sender', 'recipient', 'timestamp']);

export function unknown(item: Item, what: unknown, name?: string): ChannelEvent {
  const raw = kept(what);
  const key = Object.keys(item.fields).find((field) => !envelope.has(field));
  return noted(item, hashedKey('unknown', item, raw), {
    kind: 'unknown',
    name: cut(name ?? clean(key ?? 'nothing'), 60),
    raw,
  });
}
