/** What a person does in Messenger, and the event each act becomes. */
import {
  type Act,
  type Acts,
  type Doing,
  findButton,
  Impossible,
  nothing,
  pictureUrl,
  placeIn,
  wordsIn,
} from '../acts.js';
import type { MessengerAccount } from '../options.js';
import type { Button } from '../people.js';
import { type Json, listIn, objectIn, textIn } from '../shape.js';
import { askForDeletion } from './deletion.js';
import { fromPerson } from './events.js';

const accountOf = ({ world, person }: Doing): MessengerAccount => {
  const account = world.messenger.find((one) => one.pageId === person.accountId);
  if (!account) throw new Impossible('this Page is not connected any more');
  return account;
};
const aboutOf = (doing: Doing) => ({ account: accountOf(doing), person: doing.person, now: doing.now });

function message(doing: Doing, entry: Omit<NonNullable<Act['entry']>, 'id'>, fields: Json): Act {
  const mid = doing.world.ids.message('m_');
  return {
    entry: { id: mid, ...entry },
    events: [fromPerson(aboutOf(doing), { message: { mid, ...fields } })],
    opens: true,
  };
}

/** A postback shows in the chat as if the person had said the title. */
function postback(doing: Doing, title: string, payload: string, fields: Json = {}): Act {
  const mid = doing.world.ids.message('m_');
  return {
    entry: { id: mid, kind: 'text', text: title },
    events: [fromPerson(aboutOf(doing), { postback: { mid, title, payload, ...fields } })],
    opens: true,
  };
}

function tap(doing: Doing): Act {
  const { button, entry, chip } = findButton(doing.person, doing.value);
  if (!chip) return button.type === 'postback' ? postback(doing, button.title, button.payload ?? '') : nothing;
  if (doing.person.chat.at(-1)?.id !== entry.id)
    throw new Impossible('quick replies disappear after the next message', 'gone');
  return chipTap(doing, button);
}

function chipTap(doing: Doing, button: Button): Act {
  const shared =
    button.type === 'user_phone_number' ? (doing.person.phone ?? '+84900000000') : `${doing.person.id}@example.com`;
  const text = button.type === 'text' ? button.title : shared;
  const payload = button.type === 'text' ? (button.payload ?? '') : shared;
  return message(doing, { kind: 'text', text }, { text, quick_reply: { payload } });
}

function attached(doing: Doing, kind: 'photo' | 'audio' | 'video' | 'file', type: string): Act {
  const url = pictureUrl(doing.world, doing.value === true ? undefined : doing.value);
  return message(doing, { kind, url }, { attachments: [{ type, payload: { url } }] });
}

/** Since 2026-08-30 stickers come as their own type; before, as an image with a sticker id. */
function sticker(doing: Doing): Act {
  const url = pictureUrl(doing.world, 'sticker.png');
  const payload = { url, sticker_id: 369239263222822 };
  return message(
    doing,
    { kind: 'sticker', url },
    { sticker_id: 369239263222822, attachments: [{ type: 'sticker', payload }] },
  );
}

function location(doing: Doing): Act {
  const place = placeIn(doing.value);
  const coordinates = { lat: place.latitude, long: place.longitude };
  const attachments = [{ type: 'location', payload: { coordinates } }];
  return message(doing, { kind: 'location', place }, { attachments });
}

function profileOf(doing: Doing): Json {
  return doing.world.profiles.of(doing.person.accountId).profile;
}

/** The button every conversation begins with, when the Page has set one. `{ ref }` = the person came through a link. */
function getStarted(doing: Doing): Act {
  const payload = textIn(objectIn(profileOf(doing).get_started).payload);
  if (!payload) throw new Impossible('the Page has set no Get Started button', 'no-get-started');
  doing.person.follows = true;
  const ref = textIn(objectIn(doing.value).ref);
  const referral = ref ? { referral: { ref, source: 'SHORTLINK', type: 'OPEN_THREAD' } } : {};
  return postback(doing, textIn(objectIn(doing.value).title) ?? 'Bắt đầu', payload, referral);
}

/** Menu entries of every locale, nested as the Page sent them. */
function menuItems(doing: Doing): Json[] {
  return listIn(profileOf(doing).persistent_menu).flatMap((entry) =>
    listIn(objectIn(entry).call_to_actions).map(objectIn),
  );
}

function menu(doing: Doing): Act {
  const wanted = wordsIn(doing.value);
  const item = menuItems(doing).find((one) => one.title === wanted || one.payload === wanted);
  if (!item) throw new Impossible(`the Page's menu has no "${wanted}"`);
  return item.type === 'postback' ? postback(doing, String(item.title), String(item.payload)) : nothing;
}

function iceBreaker(doing: Doing): Act {
  const wanted = wordsIn(doing.value);
  const entries = listIn(profileOf(doing).ice_breakers).map(objectIn);
  const questions = entries.flatMap((entry) =>
    'question' in entry ? [entry] : listIn(entry.call_to_actions).map(objectIn),
  );
  const found = questions.find((one) => one.question === wanted || one.payload === wanted);
  if (!found) throw new Impossible(`the Page has no ice breaker "${wanted}"`);
  doing.person.follows = true;
  return postback(doing, String(found.question), String(found.payload));
}

/** Opens an m.me link on a conversation that exists. */
function referral(doing: Doing): Act {
  const event = fromPerson(aboutOf(doing), {
    referral: { ref: wordsIn(doing.value), source: 'SHORTLINK', type: 'OPEN_THREAD' },
  });
  return { events: [event], opens: true };
}

function seen(doing: Doing): Act {
  const unseen = doing.person.chat.filter((entry) => entry.from === 'account' && entry.status !== 'seen');
  for (const entry of unseen) doing.world.people.write(doing.person, { ...entry, status: 'seen' });
  if (unseen.length === 0) return nothing;
  return { events: [fromPerson(aboutOf(doing), { read: { watermark: doing.now } })], opens: false };
}

function react(doing: Doing): Act {
  const { messageId, emoji, removed } = objectIn(doing.value);
  const reaction = { reaction: 'love', emoji: textIn(emoji) ?? '❤', action: removed ? 'unreact' : 'react' };
  return { events: [fromPerson(aboutOf(doing), { reaction: { mid: wordsIn(messageId), ...reaction } })], opens: true };
}

function ownEntry(doing: Doing, id: unknown) {
  const entry = doing.person.chat.find((one) => one.id === id && one.from === 'person');
  if (!entry) throw new Impossible('the person has written no such message');
  return entry;
}

function edit(doing: Doing): Act {
  const { messageId, text } = objectIn(doing.value);
  const entry = ownEntry(doing, messageId);
  const words = wordsIn(text);
  doing.world.people.write(doing.person, { ...entry, text: words });
  const events = [fromPerson(aboutOf(doing), { message_edit: { mid: entry.id, text: words, num_edit: '1' } })];
  return { events, opens: true };
}

function remove(doing: Doing): Act {
  const entry = ownEntry(doing, objectIn(doing.value).messageId);
  doing.world.people.write(doing.person, { ...entry, text: undefined, url: undefined, deleted: true });
  return { events: [fromPerson(aboutOf(doing), { message: { mid: entry.id, is_deleted: true } })], opens: false };
}

function setBlocked(doing: Doing, blocked: boolean): Act {
  doing.person.blocked = blocked;
  doing.world.people.changed(doing.person);
  return nothing;
}

export const messengerActs: Acts = {
  text: (doing) => message(doing, { kind: 'text', text: wordsIn(doing.value) }, { text: wordsIn(doing.value) }),
  tap,
  photo: (doing) => attached(doing, 'photo', 'image'),
  sticker,
  audio: (doing) => attached(doing, 'audio', 'audio'),
  video: (doing) => attached(doing, 'video', 'video'),
  file: (doing) => attached(doing, 'file', 'file'),
  location,
  getStarted,
  menu,
  iceBreaker,
  referral,
  seen,
  react,
  edit,
  delete: remove,
  withdraw: (doing) => ({ ...nothing, callBack: () => askForDeletion(doing.world, accountOf(doing), doing.person) }),
  block: (doing) => setBlocked(doing, true),
  unblock: (doing) => setBlocked(doing, false),
};
