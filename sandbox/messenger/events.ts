/** The items of `messaging[]`, as the Messenger webhook pages show them (2026-03). */
import type { MessengerAccount } from '../options.js';
import type { Person } from '../people.js';
import type { Json } from '../shape.js';

interface About {
  account: MessengerAccount;
  person: Person;
  now: number;
}

export const fromPerson = ({ account, person, now }: About, fields: Json): Json => ({
  sender: { id: person.id },
  recipient: { id: account.pageId },
  timestamp: now,
  ...fields,
});

/** Echoes go the other way round: the Page is the sender. */
export const fromPage = ({ account, person, now }: About, message: Json): Json => ({
  sender: { id: account.pageId },
  recipient: { id: person.id },
  timestamp: now,
  message: { is_echo: true, ...message },
});

/** Which subscription field an item belongs to. */
export function fieldOf(item: Json): string {
  if ('postback' in item) return 'messaging_postbacks';
  if ('delivery' in item) return 'message_deliveries';
  if ('read' in item) return 'message_reads';
  if ('referral' in item) return 'messaging_referrals';
  if ('reaction' in item) return 'message_reactions';
  if ('message_edit' in item) return 'message_edits';
  const message = item.message as Json | undefined;
  return message?.is_echo ? 'message_echoes' : 'messages';
}
