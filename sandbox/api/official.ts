/** POST /api/official: a person of the agency writes in the platform's own inbox; the product only hears the echo. */
import { Impossible } from '../acts.js';
import { fromPage } from '../messenger/events.js';
import { tellMessenger } from '../messenger/tell.js';
import { objectIn, textIn } from '../shape.js';
import type { Outcome } from '../webhooks.js';
import type { World } from '../world.js';
import { fromAccount } from '../zalo/events.js';
import { tellZalo } from '../zalo/tell.js';
import { findPerson } from './say.js';

/** The Page inbox's own app (Meta conversation routing, 2025-09). */
const pageInboxAppId = '263902037430900';

export async function writeAsOfficial(world: World, asked: unknown): Promise<{ messageId: string; webhook: Outcome }> {
  const body = objectIn(asked);
  const person = findPerson(world, body);
  const text = textIn(body.text);
  if (!text) throw new Impossible('text must not be empty');
  const now = world.clock.now();
  const id = world.ids.message(person.platform === 'messenger' ? 'm_' : '');
  world.people.write(person, { id, from: 'account', at: now, kind: 'text', text, byOfficial: true });
  const zalo = world.zalo.find((account) => account.oaId === person.accountId);
  if (person.platform === 'zalo' && zalo) {
    const event = fromAccount(
      { account: zalo, person, now },
      'oa_send_text',
      { msg_id: id, text },
      '1000000000000000001',
    );
    return { messageId: id, webhook: await tellZalo(world, zalo, event) };
  }
  const account = world.messenger.find((one) => one.pageId === person.accountId);
  if (!account) throw new Impossible('this account is not connected any more');
  const echo = fromPage({ account, person, now }, { mid: id, app_id: pageInboxAppId, text });
  return { messageId: id, webhook: await tellMessenger(world, account, [echo]) };
}
