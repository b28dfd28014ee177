/** Puts items into one body, one `entry` each, signs it and brings it to the product. */
import type { MessengerAccount } from '../options.js';
import { type Json, objectIn, textIn } from '../shape.js';
import type { Outcome, Parcel } from '../webhooks.js';
import type { World } from '../world.js';
import { fieldOf } from './events.js';
import { escapeUnicode, signMessenger } from './signature.js';

const signatureHeader = 'x-hub-signature-256';

export function tellMessenger(
  world: World,
  account: MessengerAccount,
  items: Json[],
  progress?: Parcel['progress'],
): Promise<Outcome> {
  const { fields } = world.profiles.of(account.pageId);
  const wanted = items.filter((item) => fields.includes(fieldOf(item)));
  const first = wanted[0];
  if (!first) return Promise.resolve({ status: 0, body: 'the Page is not subscribed to this field', dropped: true });
  const entry = wanted.map((item) => ({ id: account.pageId, time: world.clock.now(), messaging: [item] }));
  const body = escapeUnicode(JSON.stringify({ object: 'page', entry }));
  const sender = textIn(objectIn(first.sender).id);
  const user = sender === account.pageId ? textIn(objectIn(first.recipient).id) : sender;
  const event = wanted.map(fieldOf).join(', ');
  return tellMessengerRaw(world, account, body, { user, event, ...(progress ? { progress } : {}) });
}

/** Any bytes, rightly signed: for events nobody has a button for. */
export function tellMessengerRaw(
  world: World,
  account: MessengerAccount,
  body: string,
  about: Pick<Parcel, 'user' | 'event' | 'progress'>,
): Promise<Outcome> {
  const headers = { 'content-type': 'application/json', [signatureHeader]: signMessenger(account, body) };
  return world.webhooks.deliver({ platform: 'messenger', body, headers, signatureHeader, ...about });
}
