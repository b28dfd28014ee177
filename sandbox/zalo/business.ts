/** ZBS templates by user id and by phone: accepted and recorded, since templates live in Zalo's console, not here. */
import { type Answer, type Call, jsonOf } from '../fake-call.js';
import { isObject, objectIn, textIn } from '../shape.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { succeed, zaloError } from './errors.js';

const longestTracking = 48;

export function sendTemplateToPhone(world: World, call: Call): Answer {
  const { account } = admit(world, call);
  const body = objectIn(jsonOf(call));
  const phone = textIn(body.phone) ?? '';
  const tracking = textIn(body.tracking_id) ?? '';
  if (!/^84\d{9,10}$/.test(phone)) return zaloError(-108, 'phone');
  if (!textIn(body.template_id)) return zaloError(-109, 'template_id');
  if (!isObject(body.template_data)) return zaloError(-1122, 'template_data');
  if (tracking.length > longestTracking) return zaloError(-1121, 'tracking_id');
  const messageId = world.ids.message('');
  const at = world.clock.now();
  const reference = tracking ? { reference: tracking } : {};
  world.sent.add({
    platform: 'zalo',
    accountId: account.oaId,
    user: phone,
    at,
    outcome: 'accepted',
    messageId,
    ...reference,
  });
  return succeed({ msg_id: messageId, sent_time: String(at), quota: { dailyQuota: '500', remainingQuota: '499' } });
}

export function sendTemplateToUser(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const body = objectIn(jsonOf(call));
  const user = textIn(body.user_id) ?? '';
  if (!textIn(body.template_id) || !isObject(body.template_data)) return zaloError(-201, 'template_id, template_data');
  if (!world.people.find('zalo', user)) return zaloError(-201, 'user_id is invalid');
  const messageId = world.ids.message('');
  world.sent.add({
    platform: 'zalo',
    accountId: account.oaId,
    user,
    at: world.clock.now(),
    outcome: 'accepted',
    messageId,
  });
  return succeed({ message_id: messageId }, headers);
}

export function readQuality(world: World, call: Call): Answer {
  return succeed({ dailyQuota: '500', remainingQuota: '500' }, admit(world, call).headers);
}
