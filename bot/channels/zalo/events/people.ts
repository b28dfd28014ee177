/** What people do besides writing: come, go, share their details, rate, withdraw. */
import { type Fields, fieldsAt, idAt, listAt, numberAt, textAt } from '../fields.js';
import type { Happening, Incoming, Reader } from './reader.js';

const person = { by: 'person', oncePerMessage: false } as const;

/** {"event_name":"follow","oa_id":"<oa>","follower":{"id":"<person>"},"source":"oa_profile","timestamp":"…"} */
export const followed: Reader = { ...person, opensWindow: true, read: () => ({ kind: 'opened', how: 'follow' }) };

export const unfollowed: Reader = { ...person, opensWindow: false, read: () => ({ kind: 'left', how: 'unfollow' }) };

/** {"event_name":"user_click_chatnow","oa_id":"<oa>","user_id":"<person>","timestamp":"…"}, once ever for each person. */
export const clickedChatNow: Reader = {
  ...person,
  opensWindow: true,
  read: () => ({ kind: 'opened', how: 'chat-now' }),
};

/** {"event_name":"user_withdraw","user_id":"<person>", …}: they withdraw their consent or ask for deletion. */
export const withdrew: Reader = { ...person, opensWindow: false, read: () => ({ kind: 'withdrawn' }) };

/** The answer to Zalo's form: {"info":{"name":"…","phone":"84…","full_address":{"user_address":"…","user_ward":"…","user_city":"…"}}} */
export const submittedInfo: Reader = { ...person, opensWindow: true, read: readInfo };

function readInfo({ raw }: Incoming): Happening {
  const info = fieldsAt(raw, 'info');
  const name = textAt(info, 'name');
  const phone = idAt(info, 'phone');
  const address = addressIn(info);
  return { kind: 'shared-info', ...(name && { name }), ...(phone && { phone }), ...(address && { address }) };
}

/** Two spellings: an object since the two-level administration, single fields before. */
function addressIn(info: Fields): string {
  const full = fieldsAt(info, 'full_address');
  const parts = [
    textAt(info, 'full_address') ?? textAt(full, 'user_address') ?? textAt(info, 'address'),
    textAt(full, 'user_ward') ?? textAt(info, 'ward'),
    textAt(info, 'district'),
    textAt(full, 'user_city') ?? textAt(info, 'city'),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** Stars given in a rating template: {"message":{"msg_id":"…","rate":5,"note":"…","feedbacks":["…"],"submit_time":"…"}} */
export const rated: Reader = { ...person, opensWindow: false, read: readRating };

function readRating({ message }: Incoming): Happening | null {
  const rate = numberAt(message, 'rate');
  if (rate === undefined) return null;
  const messageId = idAt(message, 'msg_id');
  const note = [...readyAnswers(message), textAt(message, 'note')].filter((part) => part !== undefined).join('; ');
  return { kind: 'rated', rate, ...(note && { note }), ...(messageId && { messageId }) };
}

const readyAnswers = (message: Fields): (string | undefined)[] =>
  listAt(message, 'feedbacks').map((text) => textAt({ text }, 'text'));
