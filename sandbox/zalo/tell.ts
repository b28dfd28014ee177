/** Signs one Zalo event and brings it to the product. */
import type { ZaloAccount } from '../options.js';
import { type Json, objectIn, textIn } from '../shape.js';
import type { Outcome, Parcel } from '../webhooks.js';
import type { World } from '../world.js';
import { signZalo } from './signature.js';

const signatureHeader = 'x-zevent-signature';

export function tellZalo(
  world: World,
  account: ZaloAccount,
  event: Json,
  progress?: Parcel['progress'],
): Promise<Outcome> {
  const body = JSON.stringify(event);
  const sender = textIn(objectIn(event.sender).id);
  const user = sender === account.oaId ? textIn(objectIn(event.recipient).id) : sender;
  return tellZaloRaw(world, account, body, textIn(event.timestamp) ?? '', {
    user,
    event: textIn(event.event_name),
    ...(progress ? { progress } : {}),
  });
}

/** Any bytes, rightly signed: for events nobody has a button for. */
export function tellZaloRaw(
  world: World,
  account: ZaloAccount,
  body: string,
  timestamp: string,
  about: Pick<Parcel, 'user' | 'event' | 'progress'>,
): Promise<Outcome> {
  const headers = { 'content-type': 'application/json', [signatureHeader]: signZalo(account, body, timestamp) };
  return world.webhooks.deliver({ platform: 'zalo', body, headers, signatureHeader, ...about });
}
