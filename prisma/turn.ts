/**
 * The two statements of a group of turns: claim contacts that have unhandled events, and write everything their turns decided.
 *
 * Between them the contacts' rows are locked, so nobody else decides for them; a process that dies drops its connection and with it the
 * locks, and the events are still unhandled: the next claim finds them. See docs/adr/0003-group-commit.md.
 */
import type { PoolClient } from 'pg';
import { pack } from './pack.js';

export interface ClaimedEvent {
  id: string;
  trace: string;
  kind: string;
  eventSealed: Buffer;
  /** ms since 1970 */
  sentAt: number;
  receivedAt: number;
}

export interface ClaimedContact {
  id: string;
  channelId: number;
  /** Null before the first turn. */
  userSealed: Buffer | null;
  language: string | null;
  windowUntil: number | null;
  reach: string;
  consented: boolean | null;
  optedOutAt: number | null;
  stateSealed: Buffer | null;
  /** An earlier message waits or is in another process's hands: what this turn says must queue up behind it. */
  behind: boolean;
  /** In order of arrival. */
  events: ClaimedEvent[];
}

/** How many unhandled events are looked at for one claim: enough for contacts of several busy workers, few enough to stay cheap. */
const scanned = 1_000;

/**
 * `FOR UPDATE SKIP LOCKED` returns the newest version of a contact, but everything read beside it is as old as the statement: a turn
 * that another process committed a moment ago could be missed and its events handled again. `turns` tells: where the locked version
 * and the statement's version differ, the contact is left for the next claim.
 */
const claimSql = `
WITH due AS MATERIALIZED (
  SELECT DISTINCT contact_id FROM (SELECT contact_id FROM inbox WHERE handled_at IS NULL AND ($3::uuid IS NULL OR contact_id = $3) ORDER BY id LIMIT ${scanned}) oldest
), locked AS MATERIALIZED (
  SELECT c.* FROM contact c JOIN due ON due.contact_id = c.id FOR UPDATE OF c SKIP LOCKED LIMIT $1
)
SELECT c.id, c.channel_id, c.user_sealed, c.language, c.reach, c.consented, s.state_sealed,
  extract(epoch FROM c.window_until)::float8 * 1000 AS window_until, extract(epoch FROM c.opted_out_at)::float8 * 1000 AS opted_out_at,
  EXISTS (SELECT FROM message m WHERE m.contact_id = c.id AND m.status IN ('queued', 'sending')
          AND (m.status = 'queued' OR m.held_by IS DISTINCT FROM $2)) AS behind,
  i.id AS event_id, i.trace, i.kind, i.event_sealed,
  extract(epoch FROM i.sent_at)::float8 * 1000 AS sent_at, extract(epoch FROM i.received_at)::float8 * 1000 AS received_at
FROM locked c
JOIN contact seen ON seen.id = c.id AND seen.turns = c.turns
LEFT JOIN session s ON s.contact_id = c.id
JOIN inbox i ON i.contact_id = c.id AND i.handled_at IS NULL
ORDER BY i.id`;

interface ClaimRow {
  id: string;
  channel_id: number;
  user_sealed: Buffer | null;
  language: string | null;
  reach: string;
  consented: boolean | null;
  state_sealed: Buffer | null;
  window_until: number | null;
  opted_out_at: number | null;
  behind: boolean;
  event_id: string;
  trace: string;
  kind: string;
  event_sealed: Buffer;
  sent_at: number;
  received_at: number;
}

/**
 * Locks up to `limit` contacts with unhandled events (or the one named) and reads what their turns need. Within a transaction.
 * `processId`: ours, to tell messages in our own hands from those in others'.
 */
export async function claimContacts(
  client: PoolClient,
  { limit, processId, contactId }: { limit: number; processId: number; contactId?: string },
): Promise<ClaimedContact[]> {
  const { rows } = await client.query<ClaimRow>({
    name: 'turn-claim',
    text: claimSql,
    values: [limit, processId, contactId ?? null],
  });
  const contacts = new Map<string, ClaimedContact>();
  for (const row of rows) {
    let contact = contacts.get(row.id);
    if (!contact) {
      contact = contactOf(row);
      contacts.set(row.id, contact);
    }
    contact.events.push(eventOf(row));
  }
  return [...contacts.values()];
}

const contactOf = (row: ClaimRow): ClaimedContact => ({
  id: row.id,
  channelId: row.channel_id,
  userSealed: row.user_sealed,
  language: row.language,
  windowUntil: row.window_until,
  reach: row.reach,
  consented: row.consented,
  optedOutAt: row.opted_out_at,
  stateSealed: row.state_sealed,
  behind: row.behind,
  events: [],
});

const eventOf = (row: ClaimRow): ClaimedEvent => ({
  id: row.event_id,
  trace: row.trace,
  kind: row.kind,
  eventSealed: row.event_sealed,
  sentAt: row.sent_at,
  receivedAt: row.received_at,
});

// ── what a group of turns writes ────────────────────────────────────────────────────────────────────────────────────────────

export interface ContactWrite {
  id: string;
  language: string | null;
  windowUntil: number | null;
  reach: string;
  consented: boolean | null;
  optedOutAt: number | null;
  personWroteAt: number | null;
  stateSealed: Buffer;
  flow: string | null;
  /**
   * The first expiry of the contact's sessions, ms since 1970; kept as a day. Null leaves the day as it is: a day that comes too early
   * costs one look, while a day that comes and goes with every survey would cost an index entry each time. Infinity takes it away.
   */
  expiresAt: number | null;
}

export interface AnswerWrite {
  responseId: string;
  question: string;
  position: number;
  kind: string;
  value: string | null;
  valueSealed: Buffer | null;
  at: number;
}

export interface ResponseWrite {
  id: string;
  contactId: string;
  surveyId: string;
  revision: number;
  channelId: number;
  language: string;
  state: string;
  startedAt: number;
  endedAt: number | null;
}

export interface MessageWrite {
  contactId: string;
  channelId: number;
  lane: string;
  part: number;
  trace: string;
  bodySealed: Buffer;
  language: string;
  status: 'sending' | 'queued';
}

/** How a message fared; `status` 'queued' puts it back for later. */
export interface MessageMark {
  id: string;
  heldBy: number;
  status: 'sent' | 'failed' | 'in-doubt' | 'queued';
  attempts: number;
  doubts: number;
  platformKey: Buffer | null;
  error: string | null;
  sentAt: number | null;
  notBefore: number | null;
}

export interface ConsentWrite {
  contactId: string;
  purpose: string;
  given: boolean;
  textVersion: string;
  language: string;
  text: string;
  at: number;
}

export interface ReceiptWrite {
  platformKey: Buffer;
  how: 'delivered' | 'read';
  at: number;
}

/** Messenger says "read" without naming messages: everything up to that moment. */
export interface ReadUpToWrite {
  contactId: string;
  how: 'delivered' | 'read';
  at: number;
}

/** The platform handed our own reference back: the message certainly arrived, whatever we thought of it. */
export interface EchoWrite {
  contactId: string;
  messageId: string;
  platformKey: Buffer;
  at: number;
}

export interface ErasureWrite {
  code: string;
  source: string;
  platform: string;
  contactId: string;
  at: number;
}

export interface TurnWrites {
  handled: string[];
  contacts: ContactWrite[];
  answers: AnswerWrite[];
  messages: MessageWrite[];
  marks: MessageMark[];
  responses: ResponseWrite[];
  withdrawn: { responseId: string; question: string }[];
  consents: ConsentWrite[];
  receipts: ReceiptWrite[];
  readUpTo: ReadUpToWrite[];
  echoes: EchoWrite[];
  erasures: ErasureWrite[];
  /** Contacts whose first turn this is: who they are on the platform. */
  newcomers: { contactId: string; userSealed: Buffer }[];
  profiles: { contactId: string; nameSealed: Buffer | null; phoneSealed: Buffer | null }[];
  /** Keys of inbox rows whose content the person deleted on their side: our copy goes too. */
  forgotten: { key: Buffer; emptySealed: Buffer }[];
}

export const noWrites = (): TurnWrites => ({
  handled: [],
  contacts: [],
  answers: [],
  messages: [],
  marks: [],
  responses: [],
  withdrawn: [],
  consents: [],
  receipts: [],
  readUpTo: [],
  echoes: [],
  erasures: [],
  newcomers: [],
  profiles: [],
  forgotten: [],
});

/** What a mark "k" makes of its message "m". */
export const settled = `status = CASE WHEN k.doubts > m.doubts AND m.platform_key IS NOT NULL THEN 'sent' ELSE k.status END,
    attempts = k.attempts, doubts = k.doubts, platform_key = coalesce(k.platform_key, m.platform_key), error = k.error,
    sent_at = coalesce(to_timestamp(k.sent_at / 1000), m.sent_at), not_before = to_timestamp(k.not_before / 1000), held_by = NULL`;

/**
 * Everything that nearly every group writes, in one statement. An answer is inserted once; given again it is a change of the same row.
 * A mark only counts while the message is still in the hands of the process that made the mark (`held_by` stands only while sending); and when it doubts, but the message's
 * echo has come meanwhile (`platform_key`), the echo is right.
 */
const writeSql = `
WITH handled AS (
  UPDATE inbox SET handled_at = to_timestamp($1::float8 / 1000) WHERE id = ANY ($2::bigint[])
), person AS (
  SELECT *, substring($11::bytea FROM start FOR size) AS state_sealed
  FROM unnest($4::uuid[], $5::text[], $6::float8[], $7::text[], $8::bool[], $9::float8[], $10::float8[], $12::text[], $13::float8[], $38::int[], $39::int[])
    AS p (id, language, window_until, reach, consented, opted_out_at, person_wrote_at, flow, expires_at, start, size)
), contacts AS (
  UPDATE contact c SET turns = c.turns + 1, language = p.language, window_until = to_timestamp(p.window_until / 1000), reach = p.reach,
    consented = p.consented, opted_out_at = to_timestamp(p.opted_out_at / 1000),
    person_wrote_at = coalesce(to_timestamp(p.person_wrote_at / 1000), c.person_wrote_at)
  FROM person p WHERE c.id = p.id
), sessions AS (
  INSERT INTO session (contact_id, state_sealed, flow, expires_on, updated_at)
  SELECT id, state_sealed, flow, (to_timestamp(expires_at / 1000) AT TIME ZONE 'UTC')::date, to_timestamp($1::float8 / 1000) FROM person
  ON CONFLICT (contact_id) DO UPDATE SET state_sealed = excluded.state_sealed, flow = excluded.flow,
    expires_on = coalesce(excluded.expires_on, session.expires_on), updated_at = excluded.updated_at
), answers AS (
  INSERT INTO answer (response_id, question, position, kind, value, value_sealed, answered_at)
  SELECT response_id, question, position, kind, value::jsonb, value_sealed, to_timestamp(at / 1000)
  FROM unnest($14::uuid[], $15::text[], $16::int[], $17::text[], $18::text[], $19::bytea[], $20::float8[])
    AS a (response_id, question, position, kind, value, value_sealed, at)
  ON CONFLICT (response_id, question) DO UPDATE SET position = excluded.position, kind = excluded.kind, value = excluded.value,
    value_sealed = excluded.value_sealed, answered_at = excluded.answered_at, changes = answer.changes + 1
), marks AS (
  UPDATE message m SET ${settled}
  FROM unnest($21::bigint[], $22::int[], $23::text[], $24::int[], $25::int[], $26::bytea[], $27::text[], $28::float8[], $29::float8[])
    AS k (id, held_by, status, attempts, doubts, platform_key, error, sent_at, not_before)
  WHERE m.id = k.id AND m.held_by = k.held_by
), messages AS (
  INSERT INTO message (contact_id, channel_id, lane, part, trace, body_sealed, language, status, held_by, created_at)
  SELECT contact_id, channel_id, lane, part, trace, substring($35::bytea FROM start FOR size), language, status,
    CASE WHEN status = 'sending' THEN $3::int END, to_timestamp($1::float8 / 1000)
  FROM unnest($30::uuid[], $31::int[], $32::text[], $33::int[], $34::text[], $36::text[], $37::text[], $40::int[], $41::int[])
    WITH ORDINALITY AS m (contact_id, channel_id, lane, part, trace, language, status, start, size, place)
  ORDER BY place
  RETURNING id, contact_id, part
)
SELECT id, contact_id, part FROM messages`;

export interface StoredMessage {
  id: string;
  contact_id: string;
  part: number;
}

/**
 * Writes a group of turns within its transaction and returns the ids of the new messages. What is rare has a statement of its own that
 * runs only when there is something to write.
 */
export async function writeTurns(
  client: PoolClient,
  writes: TurnWrites,
  { now, processId }: { now: number; processId: number },
): Promise<StoredMessage[]> {
  const rare = writeRare(client, writes);
  const { contacts, answers, marks, messages } = writes;
  const states = pack(contacts.map((row) => row.stateSealed));
  const bodies = pack(messages.map((row) => row.bodySealed));
  const main = client.query<StoredMessage>({
    name: 'turn-write',
    text: writeSql,
    values: [
      now,
      writes.handled,
      processId,
      contacts.map((row) => row.id),
      contacts.map((row) => row.language),
      contacts.map((row) => row.windowUntil),
      contacts.map((row) => row.reach),
      contacts.map((row) => row.consented),
      contacts.map((row) => row.optedOutAt),
      contacts.map((row) => row.personWroteAt),
      states.bytes,
      contacts.map((row) => row.flow),
      contacts.map((row) => row.expiresAt),
      answers.map((row) => row.responseId),
      answers.map((row) => row.question),
      answers.map((row) => row.position),
      answers.map((row) => row.kind),
      answers.map((row) => row.value),
      answers.map((row) => row.valueSealed),
      answers.map((row) => row.at),
      ...markValues(marks),
      messages.map((row) => row.contactId),
      messages.map((row) => row.channelId),
      messages.map((row) => row.lane),
      messages.map((row) => row.part),
      messages.map((row) => row.trace),
      bodies.bytes,
      messages.map((row) => row.language),
      messages.map((row) => row.status),
      states.starts,
      states.sizes,
      bodies.starts,
      bodies.sizes,
    ],
  });
  const [{ rows }] = await Promise.all([main, ...rare, ...writeReports(client, writes)]);
  return rows;
}

export const markValues = (marks: MessageMark[]): unknown[] => [
  marks.map((mark) => mark.id),
  marks.map((mark) => mark.heldBy),
  marks.map((mark) => mark.status),
  marks.map((mark) => mark.attempts),
  marks.map((mark) => mark.doubts),
  marks.map((mark) => mark.platformKey),
  marks.map((mark) => mark.error),
  marks.map((mark) => mark.sentAt),
  marks.map((mark) => mark.notBefore),
];

/** Queries of what is rare, already on their way (the connection is pipelined). */
function writeRare(client: PoolClient, writes: TurnWrites): Promise<unknown>[] {
  const { run, queries } = rarely(client);
  const { responses, withdrawn, consents, erasures, newcomers, profiles, forgotten } = writes;
  run(responses, responseSql, () => [JSON.stringify(responses)]);
  run(withdrawn, withdrawnSql, () => [withdrawn.map((row) => row.responseId), withdrawn.map((row) => row.question)]);
  run(consents, consentSql, () => [JSON.stringify(consents)]);
  run(erasures, erasureSql, () => [JSON.stringify(erasures)]);
  run(newcomers, newcomerSql, () => [newcomers.map((row) => row.contactId), newcomers.map((row) => row.userSealed)]);
  run(profiles, profileSql, () => [
    profiles.map((row) => row.contactId),
    profiles.map((row) => row.nameSealed),
    profiles.map((row) => row.phoneSealed),
  ]);
  run(forgotten, forgottenSql, () => [forgotten.map((row) => row.key), forgotten.map((row) => row.emptySealed)]);
  return queries;
}

/** What the platform reports of our messages: after the marks of the same group, which make those messages known by their key. */
function writeReports(client: PoolClient, { receipts, readUpTo, echoes }: TurnWrites): Promise<unknown>[] {
  const { run, queries } = rarely(client);
  run(echoes, echoSql, () => [
    echoes.map((row) => row.messageId),
    echoes.map((row) => row.contactId),
    echoes.map((row) => row.platformKey),
    echoes.map((row) => row.at),
  ]);
  run(receipts, receiptSql, () => [
    receipts.map((row) => row.platformKey),
    receipts.map((row) => row.how),
    receipts.map((row) => row.at),
  ]);
  run(readUpTo, readUpToSql, () => [
    readUpTo.map((row) => row.contactId),
    readUpTo.map((row) => row.how),
    readUpTo.map((row) => row.at),
  ]);
  return queries;
}

function rarely(client: PoolClient) {
  const queries: Promise<unknown>[] = [];
  const run = (rows: unknown[], text: string, values: () => unknown[]) => {
    if (rows.length > 0) queries.push(client.query(text, values()));
  };
  return { run, queries };
}

const responseSql = `
WITH given AS (
  SELECT * FROM json_to_recordset($1::json) AS r ("id" uuid, "contactId" uuid, "surveyId" text, "revision" int, "channelId" int,
    "language" text, "state" text, "startedAt" float8, "endedAt" float8)
), owners AS (
  INSERT INTO response_owner (response_id, contact_id) SELECT "id", "contactId" FROM given ON CONFLICT DO NOTHING
)
INSERT INTO response (id, survey_id, revision, channel_id, language, state, started_at, ended_at)
SELECT "id", "surveyId", "revision", "channelId", "language", "state", to_timestamp("startedAt" / 1000), to_timestamp("endedAt" / 1000) FROM given
ON CONFLICT (id) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at, language = excluded.language`;

const withdrawnSql = `
DELETE FROM answer a USING unnest($1::uuid[], $2::text[]) AS w (response_id, question)
WHERE a.response_id = w.response_id AND a.question = w.question`;

const consentSql = `
WITH given AS (
  SELECT * FROM json_to_recordset($1::json) AS r ("contactId" uuid, "purpose" text, "given" bool, "textVersion" text, "language" text,
    "text" text, "at" float8)
), texts AS (
  INSERT INTO consent_text (version, purpose, language, text)
  SELECT DISTINCT ON ("textVersion") "textVersion", "purpose", "language", "text" FROM given ORDER BY "textVersion" ON CONFLICT DO NOTHING
)
INSERT INTO consent (contact_id, purpose, given, text_version, at)
SELECT "contactId", "purpose", "given", "textVersion", to_timestamp("at" / 1000) FROM given`;

const erasureSql = `
INSERT INTO erasure_request (id, code, source, platform, contact_id, received_at)
SELECT gen_random_uuid(), "code", "source", "platform", "contactId", to_timestamp("at" / 1000)
FROM json_to_recordset($1::json) AS r ("code" text, "source" text, "platform" text, "contactId" uuid, "at" float8)
ON CONFLICT (code) DO NOTHING`;

/**
 * A message that is in doubt, or waits to be sent again because it was, is settled by its echo. One in somebody's hands stays there, but
 * the echo's key stays with it: should they come to doubt, or die, it was sent. Only the person's own: a number in another app's echo
 * may look like ours.
 */
const echoSql = `
UPDATE message m SET status = CASE m.status WHEN 'sending' THEN 'sending' ELSE 'sent' END,
  sent_at = coalesce(m.sent_at, to_timestamp(e.at / 1000)), platform_key = e.key, error = NULL
FROM unnest($1::bigint[], $2::uuid[], $3::bytea[], $4::float8[]) AS e (id, contact_id, key, at)
WHERE m.id = e.id AND m.contact_id = e.contact_id AND (m.status IN ('in-doubt', 'sending') OR (m.status = 'queued' AND m.doubts > 0))`;

/** States only move forward: a late "delivered" never hides "read". */
const receiptSql = `
UPDATE message m SET
  status = CASE WHEN r.how = 'read' OR m.status = 'read' THEN 'read' ELSE 'delivered' END,
  delivered_at = CASE WHEN r.how = 'delivered' THEN coalesce(m.delivered_at, to_timestamp(r.at / 1000)) ELSE m.delivered_at END,
  read_at = CASE WHEN r.how = 'read' THEN coalesce(m.read_at, to_timestamp(r.at / 1000)) ELSE m.read_at END
FROM (SELECT DISTINCT ON (key) key, how, at FROM unnest($1::bytea[], $2::text[], $3::float8[]) AS u (key, how, at)
      ORDER BY key, how = 'read' DESC) r
WHERE m.platform_key = r.key AND m.status NOT IN ('queued', 'sending')`;

const readUpToSql = `
UPDATE message m SET status = r.how,
  delivered_at = coalesce(m.delivered_at, to_timestamp(r.at / 1000)),
  read_at = CASE WHEN r.how = 'read' THEN to_timestamp(r.at / 1000) END
FROM unnest($1::uuid[], $2::text[], $3::float8[]) AS r (contact_id, how, at)
WHERE m.contact_id = r.contact_id AND m.sent_at <= to_timestamp(r.at / 1000)
  AND (m.status = 'sent' OR (m.status = 'delivered' AND r.how = 'read'))`;

const newcomerSql = `
UPDATE contact c SET user_sealed = n.user_sealed FROM unnest($1::uuid[], $2::bytea[]) AS n (contact_id, user_sealed)
WHERE c.id = n.contact_id AND c.user_sealed IS NULL`;

const profileSql = `
UPDATE contact c SET name_sealed = coalesce(p.name_sealed, c.name_sealed), phone_sealed = coalesce(p.phone_sealed, c.phone_sealed)
FROM unnest($1::uuid[], $2::bytea[], $3::bytea[]) AS p (contact_id, name_sealed, phone_sealed) WHERE c.id = p.contact_id`;

const forgottenSql = `
UPDATE inbox i SET event_sealed = f.empty FROM unnest($1::bytea[], $2::bytea[]) AS f (key, empty) WHERE i.key = f.key`;

/**
 * Takes events out of the way that cannot be handled even alone; they keep their content and say why. Counts as a turn, so that another
 * process whose claim began before sees that its view is stale.
 */
export async function parkEvents(
  client: PoolClient,
  contact: ClaimedContact,
  reason: string,
  now: number,
): Promise<void> {
  await client.query(
    `WITH turn AS (UPDATE contact SET turns = turns + 1 WHERE id = $4)
     UPDATE inbox SET handled_at = to_timestamp($3::float8 / 1000), parked = $2 WHERE id = ANY ($1::bigint[])`,
    [contact.events.map((event) => event.id), reason, now, contact.id],
  );
}
