import { vi } from 'vitest';
import type { Database } from '../../prisma/client.js';

/** Makes the call while `lock` is held by somebody else, and lets go only when the call is seen to wait for it. */
export async function whileLocked<T>({ pool }: Database, lock: string, call: () => Promise<T>): Promise<T> {
  const other = await pool.connect();
  try {
    await other.query('BEGIN');
    await other.query(lock);
    const answer = call();
    await vi.waitFor(async () => {
      const { rows } = await pool.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rows.length === 0) throw new Error('nobody waits for the lock');
    }, 5_000);
    await other.query('COMMIT');
    return await answer;
  } finally {
    other.release(true);
  }
}
