import type { Pool } from 'pg';

export interface PathFigures {
  inboxOldestSeconds: number;
  inboxParked: number;
  lanes: { lane: string; oldestSeconds: number; inDoubt: number }[];
  channels: {
    channelId: number;
    heardSecondsAgo: number;
    tokenAgeSeconds: number | null;
    tokenLeftSeconds: number | null;
  }[];
}

/** Ages and backlogs of the message path, for one look (`now` in ms since 1970). */
export async function pathFigures(pool: Pool, now: number): Promise<PathFigures> {
  const at = 'to_timestamp($1::float8 / 1000)';
  const [inbox, lanes, channels] = await Promise.all([
    pool.query<{ oldest: number; parked: number }>(
      `SELECT coalesce(extract(epoch FROM ${at} - min(received_at) FILTER (WHERE handled_at IS NULL)), 0)::float8 AS oldest,
         count(*) FILTER (WHERE parked IS NOT NULL)::int AS parked
       FROM inbox WHERE handled_at IS NULL OR parked IS NOT NULL`,
      [now],
    ),
    pool.query<{ lane: string; oldest: number; in_doubt: number }>(
      `SELECT l.lane, coalesce(extract(epoch FROM ${at} - min(m.created_at) FILTER (WHERE m.status <> 'in-doubt'
           AND (m.not_before IS NULL OR m.not_before <= ${at}))), 0)::float8 AS oldest,
         count(m.id) FILTER (WHERE m.status = 'in-doubt')::int AS in_doubt
       FROM unnest(ARRAY['live', 'official', 'bulk']) AS l (lane)
       LEFT JOIN message m ON m.lane = l.lane AND m.status IN ('queued', 'sending', 'in-doubt') GROUP BY l.lane`,
      [now],
    ),
    pool.query<{ id: number; heard: number; age: number | null; left: number | null }>(
      `SELECT c.id, extract(epoch FROM ${at} - coalesce(c.last_event_at, c.created_at))::float8 AS heard,
         extract(epoch FROM ${at} - t.issued_at)::float8 AS age, extract(epoch FROM t.expires_at - ${at})::float8 AS left
       FROM channel c LEFT JOIN channel_token t ON t.channel_id = c.id WHERE c.state <> 'disconnected'`,
      [now],
    ),
  ]);
  return {
    inboxOldestSeconds: Math.max(0, inbox.rows[0]?.oldest ?? 0),
    inboxParked: inbox.rows[0]?.parked ?? 0,
    lanes: lanes.rows.map((row) => ({ lane: row.lane, oldestSeconds: Math.max(0, row.oldest), inDoubt: row.in_doubt })),
    channels: channels.rows.map((row) => ({
      channelId: row.id,
      heardSecondsAgo: Math.max(0, row.heard),
      tokenAgeSeconds: row.age,
      tokenLeftSeconds: row.left,
    })),
  };
}
