/** Meta's data deletion callback: a form with a signed request, answered with a status page and a confirmation code. */
import { request } from 'undici';
import { Impossible } from '../acts.js';
import type { MessengerAccount } from '../options.js';
import type { Person } from '../people.js';
import type { Outcome } from '../webhooks.js';
import type { World } from '../world.js';
import { signedRequest } from './signature.js';

/** The app-scoped id is not the id of the chat, and no call turns one into the other. */
export const appScopedId = (person: Person): string => `3${person.id.slice(1)}`;

export async function askForDeletion(world: World, account: MessengerAccount, person: Person): Promise<Outcome> {
  const url = world.webhooks.addresses.messengerDeletion;
  if (!url)
    throw new Impossible(
      'no data deletion address is set: POST /api/webhooks {"messengerDeletion":"https://…"}',
      'no-deletion-address',
    );
  const issuedAt = Math.floor(world.clock.now() / 1000);
  const payload = { user_id: appScopedId(person), algorithm: 'HMAC-SHA256', issued_at: issuedAt };
  const body = new URLSearchParams({ signed_request: signedRequest(account, payload) }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await request(url, { method: 'POST', headers, body });
  const answer = { status: response.statusCode, body: await response.body.text() };
  world.traffic?.add({
    direction: 'webhook',
    platform: 'messenger',
    at: world.clock.now(),
    method: 'POST',
    path: new URL(url).pathname,
    headers,
    request: body,
    status: answer.status,
    response: answer.body,
    tookMs: 0,
    user: person.id,
    event: 'data deletion',
  });
  return answer;
}
