/** How one kind of Zalo event is read. */
import type { ChannelEvent, ChannelEventBase } from '../../contract.js';
import type { Fields } from '../fields.js';

type WithoutBase<Event> = Event extends ChannelEvent ? Omit<Event, keyof ChannelEventBase> : never;
/** What happened; who, when and the key are read in one place for all events (receive.ts). */
export type Happening = WithoutBase<ChannelEvent>;

/** One event on its way to being read. */
export interface Incoming {
  name: string;
  raw: Fields;
  /** Its `message`; empty if there is none. */
  message: Fields;
  /** The platform's message id, or the event's own key where there is none. */
  messageId: string;
}

export interface Reader {
  /** Whose act it is, which says where the ids stand: `person` to OA, `account` to person, or `nobody` = about the OA itself. */
  by: 'person' | 'account' | 'nobody';
  /** Does it open the reply window? Source: the official table of interactions, quoted 2026-09 (probable). Reading does not. */
  opensWindow: boolean;
  /** true: there is one such event a message, so the message id makes it unique. */
  oncePerMessage: boolean;
  /** null: the event lacks what it should have, and is kept as unknown. */
  read: (incoming: Incoming) => Happening | null;
}
