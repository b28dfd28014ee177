/**
 * The outbox: claiming what is queued, settling what was sent, and taking back what a dead process held.
 */
import type { Pool } from 'pg';
import { markValues, settled } from './message-mark.js';
import type { MessageMark } from './turn-writes.js';

/** A message in our hands: marked `sending` in the database before the request leaves. */
export interface HeldMessage {
  id: string;
  contactId: string;
  channelId: number;
  lane: string;
  trace: string;
  language: string;
  bodySealed: Buffer;
  userSealed: Buffer;
  attempts: number;
  doubts: number;
  windowUntil: number | null;
  reach: string;
}

interface HeldRow {
  id: string;
  contact_id: string;
  channel_id: number;
  lane: string;
  trace: string;
  language: string;
  body_sealed: Buffer;
  user_sealed: Buffer;
  attempts: number;
  doubts: number;
  window_until: number | null;
  reach: string;
}

/**
 * Live replies first, then official answers, then bulk; within that the oldest. A message is only taken when nothing earlier to the same
 * person is unsettled, and only for accounts that are connected: what is queued for a stopped one waits. Two processes can't overtake each other, since a message being claimed by one is still unsettled to the other.
 */
const claimSql = `
WITH due AS (
  SELECT m.id FROM message m
  WHERE m.status = 'queued' AND m.channel_id = ANY ($4) AND (m.not_before IS NULL OR m.not_before <= to_timestamp($2::float8 / 1000))
    AND NOT EXISTS (SELECT FROM message e WHERE e.contact_id = m.contact_id AND e.id < m.id AND e.status IN ('queued', 'sending'))
  ORDER BY CASE m.lane WHEN 'live' THEN 0 WHEN 'official' THEN 1 ELSE 2 END, m.id
  LIMIT $3 FOR UPDATE OF m SKIP LOCKED
), held AS (
  UPDATE message m SET status = 'sending', held_by = $1 FROM due WHERE m.id = due.id
  RETURNING m.*
)
SELECT h.id, h.contact_id, h.channel_id, h.lane, h.trace, h.language, h.body_sealed, h.attempts, h.doubts, c.user_sealed, c.reach,
  extract(epoch FROM c.window_until)::float8 * 1000 AS window_until
FROM held h JOIN contact c ON c.id = h.contact_id ORDER BY h.id`;

export async function claimMessages(
  hot: Pool,
  { processId, now, limit, channelIds }: { processId: number; now: number; limit: number; channelIds: number[] },
): Promise<HeldMessage[]> {
  const { rows } = await hot.query<HeldRow>({
    name: 'outbox-claim',
    text: claimSql,
    values: [processId, now, limit, channelIds],
  });
  return rows.map((row) => ({
    id: row.id,
    contactId: row.contact_id,
    channelId: row.channel_id,
    lane: row.lane,
    trace: row.trace,
    language: row.language,
    bodySealed: row.body_sealed,
    userSealed: row.user_sealed,
    attempts: row.attempts,
    doubts: row.doubts,
    windowUntil: row.window_until,
    reach: row.reach,
  }));
}

const settleSql = `
UPDATE message m SET ${settled}
FROM unnest($1::bigint[], $2::int[], $3::text[], $4::int[], $5::int[], $6::bytea[], $7::text[], $8::float8[], $9::float8[])
  AS k (id, held_by, status, attempts, doubts, platform_key, error, sent_at, not_before)
WHERE m.id = k.id AND m.held_by = k.held_by`;

/** Writes marks on their own, when no turn comes along to carry them. */
export async function settleMessages(hot: Pool, marks: MessageMark[]): Promise<void> {
  await hot.query({ name: 'outbox-settle', text: settleSql, values: markValues(marks) });
}

/**
 * How often a live reply is queued again because its sender died. Once is not enough: a second kill before the second try has left would
 * leave the person without their question. It must end somewhere, or a message that kills its sender would kill them all.
 */
const mostDoubts = 3;

/**
 * Takes back what processes held that are no longer alive (nobody holds their advisory lock). A live reply is queued again:
 * repeating a question is harmless, a stuck conversation is not. Anything else waits for the echo, the receipt or a person. A short delay gives an echo the time to settle it first; where it came already, there is no doubt.
 */
const takeBackSql = `
WITH dead AS MATERIALIZED (
  SELECT p.id FROM process p WHERE p.id <> $1 AND NOT EXISTS (
    SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.classid = $2::int::oid AND l.objid = p.id::oid AND l.objsubid = 2)
), taken AS (
  UPDATE message m SET
    status = CASE WHEN m.platform_key IS NOT NULL THEN 'sent' WHEN m.lane = 'live' AND m.doubts < ${mostDoubts} THEN 'queued' ELSE 'in-doubt' END,
    doubts = m.doubts + 1, held_by = NULL, error = 'sender-died', not_before = to_timestamp(($3::float8 + $4::float8) / 1000)
  FROM dead WHERE m.held_by = dead.id AND m.status = 'sending'
  RETURNING m.status
), gone AS (
  DELETE FROM process p USING dead WHERE p.id = dead.id
)
SELECT count(*) FILTER (WHERE status = 'queued')::int AS queued, count(*) FILTER (WHERE status = 'in-doubt')::int AS in_doubt,
  (SELECT count(*)::int FROM dead) AS dead,
  EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
    WHERE l.locktype = 'advisory' AND l.classid = $2::int::oid AND l.objid = $1::int::oid AND l.objsubid = 2) AS present
FROM taken`;

/** Long enough for an echo to arrive, short against the 30 s in which Meta wants any input answered. */
export const doubtPauseMs = 1_500;

export interface TakenBack {
  dead: number;
  queued: number;
  inDoubt: number;
  /** Do we ourselves still count as alive? A connection can be gone at the server long before we hear of it. */
  present: boolean;
}

export async function takeBackFromDead(
  pool: Pool,
  { processId, now, lockClass }: { processId: number; now: number; lockClass: number },
): Promise<TakenBack> {
  const { rows } = await pool.query<{ dead: number; queued: number; in_doubt: number; present: boolean }>(takeBackSql, [
    processId,
    lockClass,
    now,
    doubtPauseMs,
  ]);
  const row = rows[0];
  return {
    dead: row?.dead ?? 0,
    queued: row?.queued ?? 0,
    inDoubt: row?.in_doubt ?? 0,
    present: row?.present ?? false,
  };
}

export async function markContact(
  pool: Pool,
  contactId: string,
  write: { reach?: string; windowUntil?: number },
): Promise<void> {
  await pool.query(
    `UPDATE contact SET reach = coalesce($2, reach), window_until = least(window_until, coalesce(to_timestamp($3::float8 / 1000), window_until))
     WHERE id = $1`,
    [contactId, write.reach ?? null, write.windowUntil ?? null],
  );
}
