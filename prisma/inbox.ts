/**
 * Storing what platforms told us: one statement per group of events, each event once.
 */
import { hash } from 'node:crypto';
import type { Pool } from 'pg';
import { pack } from './pack.js';

export interface InboxRow {
  channelId: number;
  /** The contact is made if this is its first event. */
  contactId: string;
  key: Buffer;
  trace: string;
  kind: string;
  eventSealed: Buffer;
  /** ms since 1970 */
  sentAt: number;
  receivedAt: number;
}

/** Enough to tell 10^15 events apart. */
const keyBytes = 16;

/** What makes an event the same event. */
export function eventKey(platform: string, accountId: string, key: string): Buffer {
  return hash('sha256', `${platform}|${accountId}|${key}`, 'buffer').subarray(0, keyBytes);
}

/**
 * People are inserted in the order of their ids, so that two processes storing the same new people wait for each other instead of
 * dead-locking; events keep their order of arrival (two processes that store the same redelivered events crosswise can dead-lock: one is
 * refused, which is no data error, and tries again). The notification wakes workers in other processes; it is sent only by those that have no runner of their own.
 */
const storeSql = `
WITH given AS (
  SELECT channel_id, contact_id, substring($3::bytea FROM place::int * ${keyBytes} - ${keyBytes - 1} FOR ${keyBytes}) AS key, trace, kind,
    substring($4::bytea FROM start FOR size) AS event_sealed, sent_at, received_at, place
  FROM unnest($1::int[], $2::uuid[], $5::int[], $6::int[], $7::text[], $8::text[], $9::float8[], $10::float8[])
    WITH ORDINALITY AS g (channel_id, contact_id, start, size, trace, kind, sent_at, received_at, place)
), people AS (
  INSERT INTO contact (id, channel_id, created_at)
  SELECT DISTINCT ON (contact_id) contact_id, channel_id, to_timestamp(received_at / 1000) FROM given ORDER BY contact_id
  ON CONFLICT (id) DO NOTHING
), stored AS (
  INSERT INTO inbox (channel_id, contact_id, key, trace, kind, event_sealed, sent_at, received_at)
  SELECT channel_id, contact_id, key, trace, kind, event_sealed, to_timestamp(sent_at / 1000), to_timestamp(received_at / 1000)
  FROM given ORDER BY place
  ON CONFLICT (key) DO NOTHING
  RETURNING 1
)
SELECT count(*)::int AS stored, CASE WHEN $11 THEN pg_notify('inbox', '') END FROM stored`;

/** Stores a group in one commit and returns how many were new. Rejects when PostgreSQL did not commit: then nothing was stored. */
export async function storeEvents(hot: Pool, rows: InboxRow[], options: { notify: boolean }): Promise<number> {
  const events = pack(rows.map((row) => row.eventSealed));
  const { rows: result } = await hot.query<{ stored: number }>({
    name: 'inbox-store',
    text: storeSql,
    values: [
      rows.map((row) => row.channelId),
      rows.map((row) => row.contactId),
      Buffer.concat(rows.map((row) => row.key)),
      events.bytes,
      events.starts,
      events.sizes,
      rows.map((row) => row.trace),
      rows.map((row) => row.kind),
      rows.map((row) => row.sentAt),
      rows.map((row) => row.receivedAt),
      options.notify,
    ],
  });
  return result[0]?.stored ?? 0;
}

export interface StrayRow {
  platform: string;
  accountId: string | null;
  kind: 'unreadable' | 'unknown-account' | 'account' | 'no-person';
  name: string;
  key: Buffer;
  trace: string;
  bodySealed: Buffer;
}

/** Rightly signed deliveries that belong to no contact. Rare, so one statement each. */
export async function storeStray(pool: Pool, row: StrayRow): Promise<void> {
  await pool.query(
    `INSERT INTO stray (platform, account_id, kind, name, key, trace, body_sealed) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (key) DO NOTHING`,
    [row.platform, row.accountId, row.kind, row.name, row.key, row.trace, row.bodySealed],
  );
}
