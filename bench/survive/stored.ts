/** What stands in the database about one person. */
import type pg from 'pg';
import type { ChannelEvent, OutMessage } from '../../bot/channels/contract.js';
import type { AnswerValue } from '../../flows/contract.js';
import { type Database, openDatabase } from '../../prisma/client.js';
import { type Keys, openKeyring } from '../../prisma/keyring.js';
import { contactIdOf } from '../../prisma/seal.js';
import { secretKey } from '../stage/accounts.js';
import { eventName, type PersonRecord } from './record.js';

export interface StoredPerson {
  events: { name: string; handled: boolean; parked: string | null }[];
  /** Messages to the person in the order of their rows. */
  messages: { id: string; text: string; status: string }[];
  /** In the order in which they were begun. */
  responses: { state: string; answers: StoredAnswer[] }[];
}
export interface StoredAnswer {
  question: string;
  number: number | null;
  position: number;
  changes: number;
}

/** In the order of `people`. */
export async function readStored(databaseUrl: string, people: PersonRecord[]): Promise<StoredPerson[]> {
  const database = openDatabase(databaseUrl);
  try {
    const keys = await openKeyring(database, secretKey);
    const stored = await readAll(database, keys);
    const channels = await channelIds(database.pool);
    return people.map(({ platform, user }) => {
      const contactId = contactIdOf(keys.contactKey, channels.get(platform) ?? 0, user);
      return stored.get(contactId) ?? { events: [], messages: [], responses: [] };
    });
  } finally {
    await database.close();
  }
}

async function channelIds(pool: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: number; platform: string }>('SELECT id, platform FROM channel');
  return new Map(rows.map(({ id, platform }) => [platform, id]));
}

async function readAll({ pool }: Database, { sealer }: Keys): Promise<Map<string, StoredPerson>> {
  const people = new Map<string, StoredPerson>();
  const of = (contactId: string): StoredPerson => {
    const known = people.get(contactId) ?? { events: [], messages: [], responses: [] };
    people.set(contactId, known);
    return known;
  };
  const events = await pool.query<{
    contact_id: string;
    event_sealed: Buffer;
    handled: boolean;
    parked: string | null;
  }>('SELECT contact_id, event_sealed, handled_at IS NOT NULL AS handled, parked FROM inbox ORDER BY id');
  for (const { contact_id, event_sealed, handled, parked } of events.rows) {
    const event = JSON.parse(sealer.open(event_sealed)) as ChannelEvent;
    of(contact_id).events.push({ name: nameOf(event), handled, parked });
  }
  const messages = await pool.query<{ contact_id: string; id: string; body_sealed: Buffer; status: string }>(
    'SELECT contact_id, id, body_sealed, status FROM message ORDER BY id',
  );
  for (const { contact_id, id, body_sealed, status } of messages.rows) {
    const { text } = JSON.parse(sealer.open(body_sealed)) as OutMessage;
    of(contact_id).messages.push({ id, text, status });
  }
  const responses = await pool.query<{ contact_id: string; state: string; answers: AnswerRow[] }>(
    `SELECT o.contact_id, r.state, coalesce(json_agg(json_build_object('question', a.question, 'value', a.value,
       'position', a.position, 'changes', a.changes) ORDER BY a.position) FILTER (WHERE a.question IS NOT NULL), '[]') AS answers
     FROM response r JOIN response_owner o ON o.response_id = r.id LEFT JOIN answer a ON a.response_id = r.id
     GROUP BY o.contact_id, r.id ORDER BY r.started_at`,
  );
  for (const { contact_id, state, answers } of responses.rows)
    of(contact_id).responses.push({ state, answers: answers.map(answerOf) });
  return people;
}

type AnswerRow = Omit<StoredAnswer, 'number'> & { value: AnswerValue };

const answerOf = ({ value, ...answer }: AnswerRow): StoredAnswer => ({
  ...answer,
  number: value.kind === 'number' ? value.number : null,
});

function nameOf(event: ChannelEvent): string {
  switch (event.kind) {
    case 'text':
      return eventName('text', event.messageId);
    case 'tap':
      return eventName('tap', event.messageId ?? '');
    case 'echoed':
      return eventName('echo', event.messageId);
    case 'delivered':
      return eventName('delivered', event.messageIds[0] ?? '');
    default:
      return event.kind;
  }
}
