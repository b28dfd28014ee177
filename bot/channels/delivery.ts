import type { OutMessage } from './contract.js';

/** A message that stands as `sending` in the database, in the hands of process `heldBy`. */
export interface Delivery {
  id: string;
  heldBy: number;
  contactId: string;
  channelId: number;
  userId: string;
  lane: string;
  trace: string;
  language: string;
  message: OutMessage;
  /** Until when it may be sent, ms since 1970. */
  windowUntil: number | null;
  attempts: number;
  doubts: number;
}
