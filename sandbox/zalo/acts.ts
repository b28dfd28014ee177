/** What a person does in Zalo, and the event each act becomes. */
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
import type { ZaloAccount } from '../options.js';
import { isObject, type Json, objectIn, textIn } from '../shape.js';
import { aboutRelation, fromPerson } from './events.js';

const accountOf = ({ world, person }: Doing): ZaloAccount => {
  const account = world.zalo.find((one) => one.oaId === person.accountId);
  if (!account) throw new Impossible('this Official Account is not connected any more');
  return account;
};
const aboutOf = (doing: Doing) => ({ account: accountOf(doing), person: doing.person, now: doing.now });

function message(doing: Doing, event: string, entry: Omit<NonNullable<Act['entry']>, 'id'>, fields: Json): Act {
  const id = doing.world.ids.message('');
  const events = [fromPerson(aboutOf(doing), event, { message: { msg_id: id, ...fields } })];
  return { entry: { id, ...entry }, events, opens: true };
}

const typed = (doing: Doing, text: string): Act => message(doing, 'user_send_text', { kind: 'text', text }, { text });

/** A button's payload comes back as ordinary text; `hide` keeps it out of the person's sight. */
function tap(doing: Doing): Act {
  const { button } = findButton(doing.person, doing.value);
  const payload = button.payload ?? '';
  if (button.type === 'oa.query.show') return typed(doing, payload);
  if (button.type !== 'oa.query.hide') return nothing;
  return message(doing, 'user_send_text', { kind: 'hidden', text: payload }, { text: payload });
}

function attached(doing: Doing, kind: 'photo' | 'sticker' | 'audio' | 'video' | 'file', type: string): Act {
  const url = pictureUrl(doing.world, doing.value === true ? undefined : doing.value);
  const payloads: Record<string, Json> = {
    image: { thumbnail: url, url },
    sticker: { url, id: 'sticker-1' },
    audio: { url },
    video: { url, thumbnail: url, description: '' },
    file: { size: '20480', name: 'tai-lieu.pdf', checksum: 'd41d8cd98f00b204e9800998ecf8427e', type: 'pdf', url },
  };
  return message(doing, `user_send_${type}`, { kind, url }, { attachments: [{ type, payload: payloads[type] }] });
}

function location(doing: Doing): Act {
  const place = placeIn(doing.value);
  const coordinates = { latitude: String(place.latitude), longitude: String(place.longitude) };
  const attachments = [{ type: 'location', payload: { coordinates } }];
  return message(doing, 'user_send_location', { kind: 'location', place }, { text: '', attachments });
}

function relation(doing: Doing, event: string, fields: Json, opens: boolean): Act {
  return { events: [aboutRelation(aboutOf(doing), event, fields)], opens };
}

function setFollows(doing: Doing, follows: boolean): Act {
  doing.person.follows = follows;
  doing.world.people.changed(doing.person);
  const fields = { follower: { id: doing.person.id }, source: 'oa_profile' };
  return relation(doing, follows ? 'follow' : 'unfollow', fields, follows);
}

/** Zalo's own form, filled in. */
function submitInfo(doing: Doing): Act {
  const given = isObject(doing.value) ? doing.value : {};
  const phone = textIn(given.phone) ?? '84900000000';
  doing.person.phone = phone;
  const name = textIn(given.name) ?? doing.person.name;
  const address = { user_city: '', user_ward: '', user_address: textIn(given.address) ?? '' };
  const info = { name, phone, user_dob: '', gender: '', full_address: address };
  const id = doing.world.ids.message('');
  return {
    entry: { id, kind: 'note', text: `${name} · ${phone}` },
    events: [fromPerson(aboutOf(doing), 'user_submit_info', { info })],
    opens: true,
  };
}

/** Tells the OA which of its messages were looked at; says nothing when there is nothing new. */
function seen(doing: Doing): Act {
  const unseen = doing.person.chat.filter((entry) => entry.from === 'account' && entry.status !== 'seen');
  for (const entry of unseen) doing.world.people.write(doing.person, { ...entry, status: 'seen' });
  if (unseen.length === 0) return nothing;
  const ids = unseen.map((entry) => entry.id);
  return { events: [fromPerson(aboutOf(doing), 'user_seen_message', { message: { msg_ids: ids } })], opens: false };
}

function react(doing: Doing): Act {
  const { messageId, icon } = objectIn(doing.value);
  const fields = { message: { msg_id: wordsIn(messageId), react_icon: textIn(icon) ?? '/-heart' } };
  return { events: [fromPerson(aboutOf(doing), 'user_reacted_message', fields)], opens: true };
}

function setBlocked(doing: Doing, blocked: boolean): Act {
  doing.person.blocked = blocked;
  doing.world.people.changed(doing.person);
  return nothing;
}

export const zaloActs: Acts = {
  text: (doing) => typed(doing, wordsIn(doing.value)),
  tap,
  photo: (doing) => attached(doing, 'photo', 'image'),
  sticker: (doing) => attached({ ...doing, value: 'sticker.png' }, 'sticker', 'sticker'),
  audio: (doing) => attached(doing, 'audio', 'audio'),
  video: (doing) => attached(doing, 'video', 'video'),
  file: (doing) => attached(doing, 'file', 'file'),
  location,
  follow: (doing) => setFollows(doing, true),
  unfollow: (doing) => setFollows(doing, false),
  chatNow: (doing) => relation(doing, 'user_click_chatnow', { user_id: doing.person.id }, true),
  info: submitInfo,
  seen,
  react,
  withdraw: (doing) => relation(doing, 'user_withdraw', { user_id: doing.person.id }, false),
  block: (doing) => setBlocked(doing, true),
  unblock: (doing) => setBlocked(doing, false),
};
