/**
 * How a person came in: an m.me link or an advertisement on an existing conversation (`referral`), the same with the first message of a
 * new one (`message.referral`), or a plugin on a web page (`optin`).
 *
 *   {"ref":"khao-sat-vneid","source":"SHORTLINK","type":"OPEN_THREAD"}
 */
import type { ChannelEvent } from '../../contract.js';
import { cut } from '../../text.js';
import { type Fields, fieldsOf, textOf } from './fields.js';
import { acted, hashedKey, type Item } from './item.js';

export const readReferral = (item: Item, referral: Fields): ChannelEvent[] => [
  opened(item, hashedKey('opened', item, textOf(referral.ref)), howOf(referral.source), textOf(referral.ref)),
];

/** Tokens for recurring notifications came here too; Meta ended them on 2026-02-10, they greet nobody. */
export const readOptin = (item: Item, optin: Fields): ChannelEvent[] =>
  optin.type === undefined
    ? [opened(item, hashedKey('opened', item, textOf(optin.ref)), 'optin', textOf(optin.ref))]
    : [];

/** Only with a reference: without one the message itself says all there is. */
export function openedByMessage(item: Item, message: Fields, messageId: string): ChannelEvent[] {
  const { ref, source } = fieldsOf(message.referral);
  const reference = textOf(ref);
  return reference ? [opened(item, `opened:${messageId}`, howOf(source), reference)] : [];
}

const howOf = (source: unknown): string => cut(textOf(source)?.toLowerCase() ?? 'referral', 40);

/** Coming in by a link, an advertisement or a plugin counts as an act that opens the window (policy of 2026-09-28, probable). */
const opened = (item: Item, key: string, how: string, ref: string | undefined): ChannelEvent =>
  acted(item, key, { kind: 'opened', how, ...(ref && { ref }) });
