/** One item of `messaging[]` or `standby[]`, before anybody has looked at what it says: who, when, about which Page. */
import { hash } from 'node:crypto';
import type { ChannelEvent, ChannelEventBase } from '../../contract.js';
import { type Fields, fieldsOf, idOf, timeOf } from './fields.js';

export interface Item {
  accountId: string;
  /** The person, whichever side of the message they are on; null when only the Page is named, or a plugin's `user_ref`. */
  userId: string | null;
  /** The Page itself did it (an echo): nobody has to be answered and no window opens. */
  fromPage: boolean;
  at: number;
  fields: Fields;
}

/** Turns the value under one key of an item into events; none if there is nothing in it that we understand. */
export type Reader = (item: Item, value: Fields) => ChannelEvent[];

export function itemOf(value: unknown, pageId: string | null, entryTime: unknown): Item {
  const fields = fieldsOf(value);
  const sender = idOf(fieldsOf(fields.sender).id);
  const recipient = idOf(fieldsOf(fields.recipient).id);
  const accountId = pageId ?? recipient ?? '';
  const fromPage = sender !== null && sender === accountId;
  const at = timeOf(fields.timestamp) ?? timeOf(entryTime) ?? 0;
  return { accountId, userId: other(fromPage ? recipient : sender, accountId), fromPage, at, fields };
}

const other = (userId: string | null, accountId: string): string | null => (userId === accountId ? null : userId);

/** What happened, without who, when and where. */
type What<Event = ChannelEvent> = Event extends unknown ? Omit<Event, keyof ChannelEventBase> : never;

/** Something the person did that opens the window for replies: unless it was the Page. */
export const acted = <W extends What>(item: Item, key: string, what: W): W & ChannelEventBase =>
  event(item, key, what, !item.fromPage);

/** Something to take note of. */
export const noted = <W extends What>(item: Item, key: string, what: W): W & ChannelEventBase =>
  event(item, key, what, false);

/** `assign`, since fields added behind a spread cost V8 ten times as much (1.8 µs), and this is done for every message. */
const event = <W extends What>({ accountId, userId, at }: Item, key: string, what: W, opensWindow: boolean) =>
  Object.assign({ key, accountId, userId, at, opensWindow }, what);

/** For events without a message id: what identifies them, hashed. The item's own timestamp only, an entry's changes when it is resent. */
export function hashedKey(kind: string, item: Item, ...what: unknown[]): string {
  const identity = JSON.stringify([item.accountId, item.userId, timeOf(item.fields.timestamp), ...what]);
  return `${kind}:${hash('sha256', identity, 'base64url')}`;
}
