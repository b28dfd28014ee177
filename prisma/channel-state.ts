import type { Pool } from 'pg';

/** Stops an account after an error that a person must look at; says so to every process. */
export async function markStopped(pool: Pool, channelId: number, reason: string): Promise<void> {
  await pool.query(
    `WITH stopped AS (UPDATE channel SET state = 'stopped', state_reason = $2 WHERE id = $1 AND state = 'connected' RETURNING 1)
     SELECT pg_notify('channels', '') FROM stopped`,
    [channelId, reason],
  );
}

/** When the accounts' webhooks last spoke; to the minute, so that a busy account costs one update a minute. */
export async function noteHeard(pool: Pool, channelIds: number[], now: number): Promise<void> {
  await pool.query('UPDATE channel SET last_event_at = to_timestamp($2::float8 / 1000) WHERE id = ANY ($1::int[])', [
    channelIds,
    now,
  ]);
}
