/** POST /{page}/messages: messages and sender actions. */
import { type Answer, type Call, jsonOf, Refusal } from '../fake-call.js';
import type { MessengerAccount } from '../options.js';
import type { Person } from '../people.js';
import { isObject, type Json, objectIn, textIn } from '../shape.js';
import type { SentRecord } from '../traffic.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { refuse, refuseParameter } from './errors.js';
import { fromPage, fromPerson } from './events.js';
import { type Drawn, readMessage } from './message.js';
import { tellMessenger } from './tell.js';
import { checkWindow } from './windows.js';

/** Typing shows for about 20 s or until the message comes. */
const typingMs = 20_000;

export function sendMessage(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const page = call.params.page;
  if (page !== 'me' && page !== account.pageId) refuse(100, 33);
  const body = objectIn(jsonOf(call));
  const user = textIn(objectIn(body.recipient).id) ?? '';
  const record = begin(world, call, account, user, body);
  try {
    const person = recipient(world, account, user);
    if (body.sender_action !== undefined) return act(world, person, user, body, headers);
    if (!isObject(body.message)) return refuseParameter('param message is required');
    const drawn = readMessage(body.message);
    if (person) checkWindow(person, body, world.clock.now());
    const messageId = accept(world, account, person, drawn, body.message);
    world.sent.add({ ...record, outcome: 'accepted', messageId, ...summary(drawn) });
    return { status: 200, headers, body: { recipient_id: user, message_id: messageId } };
  } catch (error) {
    if (error instanceof Refusal) world.sent.add({ ...record, outcome: 'refused', error: codeIn(error) });
    throw error;
  }
}

function begin(
  world: World,
  call: Call,
  account: MessengerAccount,
  user: string,
  body: Json,
): Omit<SentRecord, 'seq' | 'outcome'> {
  const fault = call.fault?.kind;
  const reference = textIn(objectIn(body.message).metadata);
  return {
    platform: 'messenger',
    accountId: account.pageId,
    user,
    at: world.clock.now(),
    ...(reference === undefined ? {} : { reference }),
    ...(fault ? { fault } : {}),
  };
}

function codeIn(refusal: Refusal): string {
  const { code, error_subcode: subcode } = objectIn(objectIn(refusal.answer.body).error);
  return subcode ? `${code}/${subcode}` : String(code);
}

function recipient(world: World, account: MessengerAccount, user: string): Person | undefined {
  const person = world.people.find('messenger', user);
  if (person?.accountId !== account.pageId && !(world.lean && !person)) refuse(100, 2018001);
  if (person?.blocked) refuse(551, 1545041);
  return person;
}

function act(
  world: World,
  person: Person | undefined,
  user: string,
  body: Json,
  headers: Record<string, string>,
): Answer {
  if (body.message !== undefined) refuseParameter('sender_action must be sent without message');
  const action = textIn(body.sender_action);
  if (person) show(world, person, action);
  return { status: 200, headers, body: { recipient_id: user } };
}

function show(world: World, person: Person, action: string | undefined): void {
  if (action === 'mark_seen') markSeen(world, person);
  else if (action === 'typing_on' || action === 'typing_off') setTyping(world, person, action === 'typing_on');
  else refuseParameter('Invalid sender_action');
}

function setTyping(world: World, person: Person, on: boolean): void {
  person.typingUntil = on ? world.clock.now() + typingMs : 0;
  world.people.changed(person);
}

function markSeen(world: World, person: Person): void {
  for (const entry of person.chat)
    if (entry.from === 'person' && entry.status === 'delivered')
      world.people.write(person, { ...entry, status: 'seen' });
}

function accept(
  world: World,
  account: MessengerAccount,
  person: Person | undefined,
  drawn: Drawn,
  message: Json,
): string {
  const id = world.ids.message('m_');
  if (!person) return id;
  world.people.write(person, { id, from: 'account', at: world.clock.now(), ...drawn });
  if (person.typingUntil > 0) {
    person.typingUntil = 0;
    world.people.changed(person);
  }
  if (world.settings.receipts) reportBack(world, account, person, id, message);
  return id;
}

/** Echo and delivery, after the call was answered. */
function reportBack(world: World, account: MessengerAccount, person: Person, id: string, message: Json): void {
  const about = { account, person, now: world.clock.now() };
  const text = textIn(message.text);
  const metadata = textIn(message.metadata);
  const echo = fromPage(about, {
    mid: id,
    app_id: account.appId,
    ...(text === undefined ? {} : { text }),
    ...(metadata === undefined ? {} : { metadata }),
  });
  const delivery = fromPerson(about, { delivery: { mids: [id], watermark: about.now } });
  setImmediate(() => void tellMessenger(world, account, [echo, delivery]));
}

function summary(drawn: Drawn): Pick<SentRecord, 'text' | 'options'> {
  const options = drawn.quickReplies ?? drawn.buttons;
  return {
    ...(drawn.text === undefined ? {} : { text: drawn.text }),
    ...(options?.length ? { options: options.map(({ title, payload }) => ({ title, payload })) } : {}),
  };
}
