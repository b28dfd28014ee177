/**
 * The token pair of an OAuth channel. A refresh token works once, so only one process may refresh at a time, and the new pair is stored
 * before anybody uses it.
 */
import type { Pool } from 'pg';
import type { Sealer } from './seal.js';

export interface StoredPair {
  accessToken: string;
  refreshToken: string;
  /** ms since 1970 */
  issuedAt: number;
  expiresAt: number;
}

interface TokenRow {
  pair_sealed: Buffer;
  dead_reason: string | null;
}

export async function readPair(pool: Pool, sealer: Sealer, channelId: number): Promise<StoredPair | null> {
  const { rows } = await pool.query<TokenRow>(
    'SELECT pair_sealed, dead_reason FROM channel_token WHERE channel_id = $1',
    [channelId],
  );
  return rows[0] ? (JSON.parse(sealer.open(rows[0].pair_sealed)) as StoredPair) : null;
}

/**
 * Holds the pair's row while `refresh` runs (it must end by itself, well within a minute). `refresh` is given the pair as it is *after*
 * the lock was taken and answers with a new one, null to leave it, or { dead } when the platform says that no refresh will ever work:
 * then nobody asks again until a person gives a new pair.
 */
export async function refreshPair(
  pool: Pool,
  sealer: Sealer,
  channelId: number,
  refresh: (pair: StoredPair) => Promise<StoredPair | { dead: string } | null>,
): Promise<StoredPair | null> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<TokenRow>(
      'SELECT pair_sealed, dead_reason FROM channel_token WHERE channel_id = $1 FOR UPDATE',
      [channelId],
    );
    if (!rows[0]) return null;
    const pair = JSON.parse(sealer.open(rows[0].pair_sealed)) as StoredPair;
    const outcome = rows[0].dead_reason === null ? await refresh(pair) : null;
    if (outcome && 'dead' in outcome) {
      await client.query('UPDATE channel_token SET dead_reason = $2 WHERE channel_id = $1', [channelId, outcome.dead]);
    } else if (outcome) {
      await client.query(
        `UPDATE channel_token SET previous_sealed = pair_sealed, pair_sealed = $2, issued_at = to_timestamp($3::float8 / 1000),
           expires_at = to_timestamp($4::float8 / 1000), dead_reason = NULL WHERE channel_id = $1`,
        [channelId, sealer.seal(JSON.stringify(outcome)), outcome.issuedAt, outcome.expiresAt],
      );
    }
    await client.query('COMMIT');
    return outcome && !('dead' in outcome) ? outcome : pair;
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
    client.release();
  }
}
