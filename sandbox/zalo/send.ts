/** POST /v3.0/oa/message/cs: the one call a conversation needs. */
import { type Answer, type Call, jsonOf, Refusal } from '../fake-call.js';
import type { ZaloAccount } from '../options.js';
import type { Person } from '../people.js';
import { isObject, objectIn, textIn } from '../shape.js';
import type { SentRecord } from '../traffic.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { refuse, succeed } from './errors.js';
import { type Drawn, readMessage } from './message.js';
import { reportBack } from './receipts.js';
import { type Lane, laneOf } from './windows.js';

/** Paid messages a fake OA's package holds unless told otherwise. */
const paidQuota = 500;

export function sendConsultation(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const body = objectIn(jsonOf(call));
  const user = textIn(objectIn(body.recipient).user_id) ?? '';
  const record = begin(world, call, account, user);
  try {
    const person = recipient(world, account, user);
    const lane = person ? laneOf(person, world.clock.now()) : 'free';
    if (!isObject(body.message)) refuse(-201, 'message is missing');
    const drawn = readMessage(body.message, world.settings.zaloButtons);
    const quota = spend(world, account, lane);
    const messageId = accept(world, account, person, drawn);
    world.sent.add({ ...record, outcome: 'accepted', messageId, lane, ...summary(drawn) });
    return succeed({ message_id: messageId, user_id: user, sent_time: String(world.clock.now()), quota }, headers);
  } catch (error) {
    if (error instanceof Refusal) world.sent.add({ ...record, outcome: 'refused', error: codeIn(error) });
    throw error;
  }
}

function begin(world: World, call: Call, account: ZaloAccount, user: string): Omit<SentRecord, 'seq' | 'outcome'> {
  const fault = call.fault?.kind;
  return { platform: 'zalo', accountId: account.oaId, user, at: world.clock.now(), ...(fault ? { fault } : {}) };
}

const codeIn = (refusal: Refusal): string => String(objectIn(refusal.answer.body).error);

function recipient(world: World, account: ZaloAccount, user: string): Person | undefined {
  const person = world.people.find('zalo', user);
  if (person && person.accountId !== account.oaId) refuse(-201, 'user_id belongs to another Official Account');
  if (!person && !world.lean) refuse(-201, 'user_id is invalid');
  return person;
}

/** Free replies cost nothing; a paid one needs what is left of the package. */
function spend(world: World, account: ZaloAccount, lane: Lane): Record<string, string> {
  const owner = { owner_type: 'OA', owner_id: account.oaId };
  if (lane === 'free') return { quota_type: 'sub_quota', ...owner };
  const total = world.options.paidQuota ?? paidQuota;
  const paid = world.sent.list((one) => one.lane === 'paid' && one.accountId === account.oaId).length;
  if (paid >= total) refuse(-211);
  return { quota_type: 'purchase_quota', remain: String(total - paid - 1), total: String(total), ...owner };
}

function accept(world: World, account: ZaloAccount, person: Person | undefined, drawn: Drawn): string {
  const id = world.ids.message('');
  if (!person) return id;
  world.people.write(person, { id, from: 'account', at: world.clock.now(), ...drawn });
  if (world.settings.receipts) reportBack(world, account, person, id, drawn);
  return id;
}

const summary = (drawn: Drawn): Pick<SentRecord, 'text' | 'options'> => ({
  ...(drawn.text === undefined ? {} : { text: drawn.text }),
  ...(drawn.buttons?.length ? { options: drawn.buttons.map(({ title, payload }) => ({ title, payload })) } : {}),
});
