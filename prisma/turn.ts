/** Writing a group of turns: one statement for what nearly all of them write, within the transaction that claimed their contacts. */
import type { PoolClient } from 'pg';
import { markValues, settled } from './message-mark.js';
import { pack } from './pack.js';
import { writeRare, writeReports } from './turn-rare.js';
import type { TurnWrites } from './turn-writes.js';

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
