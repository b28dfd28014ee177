/** What few turns write: each family has a statement of its own, sent only when there is something to write. */
import type { PoolClient } from 'pg';
import type { TurnWrites } from './turn-writes.js';

/** Queries of what is rare, already on their way (the connection is pipelined). */
export function writeRare(client: PoolClient, writes: TurnWrites): Promise<unknown>[] {
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
export function writeReports(client: PoolClient, { receipts, readUpTo, echoes }: TurnWrites): Promise<unknown>[] {
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
