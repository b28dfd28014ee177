/** The bodies of Zalo's webhook events, field by field as the OA webhook pages show them (2026-11). */
import type { ZaloAccount } from '../options.js';
import type { Person } from '../people.js';
import type { Json } from '../shape.js';

interface About {
  account: ZaloAccount;
  person: Person;
  now: number;
}

/** Another id of the same person: per app, not per OA. */
const idByApp = (person: Person): string => `7${person.id.slice(1)}`;

export const fromPerson = ({ account, person, now }: About, eventName: string, fields: Json): Json => ({
  app_id: account.appId,
  sender: { id: person.id },
  user_id_by_app: idByApp(person),
  recipient: { id: account.oaId },
  event_name: eventName,
  ...fields,
  timestamp: String(now),
});

export const fromAccount = (
  { account, person, now }: About,
  eventName: string,
  message: Json,
  adminId?: string,
): Json => ({
  app_id: account.appId,
  sender: { id: account.oaId, ...(adminId ? { admin_id: adminId } : {}) },
  user_id_by_app: idByApp(person),
  recipient: { id: person.id },
  event_name: eventName,
  message,
  timestamp: String(now),
});

/** Follow, unfollow, "chat now", withdrawal: the OA's id stands on top. */
export const aboutRelation = ({ account, person, now }: About, eventName: string, fields: Json): Json => ({
  app_id: account.appId,
  oa_id: account.oaId,
  user_id_by_app: idByApp(person),
  event_name: eventName,
  ...fields,
  timestamp: String(now),
});
