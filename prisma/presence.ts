/**
 * Being known as alive. Each process has a row and, on a connection of its own, an advisory lock on the row's id: PostgreSQL drops the
 * lock the moment the connection ends, so `kill -9` is noticed at once and no heartbeat has to be written or guessed at.
 *
 * The same connection listens for what other processes announce.
 */
import { hostname } from 'node:os';
import pg from 'pg';

/** First half of the advisory locks' name: "LN" in ASCII, so that a database shared with others stays unambiguous. */
export const presenceLockClass = 0x4c4e;

const retryMs = 500;
/** A server that takes the connection and says nothing is as good as none. */
const connectTimeoutMs = 5_000;

export interface Presence {
  /** Our number while the connection stands; null while it does not: then nothing may be claimed or sent. */
  id: () => number | null;
  /** Gives the number up for a new one: whatever stands under the old one in the database is then taken back as a dead process' is. */
  renew: (why: string) => void;
  close: () => Promise<void>;
}

export interface PresenceOptions {
  url: string;
  role: string;
  /** Told every announcement on `channels`. */
  channels: string[];
  onNotice: (channel: string) => void;
  /** Told when we became present (again), with the new number. */
  onPresent?: (id: number) => void;
  onLost?: (error: Error) => void;
}

/** Resolves once present. Reconnects by itself, each time under a new number, until closed. */
export async function becomePresent(options: PresenceOptions): Promise<Presence> {
  let current: { client: pg.Client; id: number } | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const client = new pg.Client({
      connectionString: options.url,
      keepAlive: true,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: connectTimeoutMs,
      application_name: `lang-nghe ${options.role}`,
    });
    client.on('notification', (notice) => options.onNotice(notice.channel));
    client.on('error', (error) => lose(client, error));
    client.on('end', () => lose(client, new Error('the connection to PostgreSQL ended')));
    try {
      await client.connect();
      const id = await register(client, options.role);
      for (const channel of options.channels) await client.query(`LISTEN "${channel}"`);
      if (closed) throw new Error('closed while connecting');
      current = { client, id };
      options.onPresent?.(id);
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
  };

  const lose = (client: pg.Client, error: Error): void => {
    if (closed || current?.client !== client) return;
    current = null;
    options.onLost?.(error);
    void client.end().catch(() => undefined);
    reconnectLater();
  };

  const reconnectLater = (): void => {
    if (closed) return;
    retry = setTimeout(() => void connect().catch(reconnectLater), retryMs);
  };

  await connect();
  return {
    id: () => current?.id ?? null,
    renew: (why) => {
      if (current) lose(current.client, new Error(why));
    },
    close: async () => {
      closed = true;
      clearTimeout(retry);
      // The row stays: whoever sweeps next sees that nobody holds its lock, and takes back what was left in our hands.
      await current?.client.end().catch(() => undefined);
    },
  };
}

/** The lock is taken inside the statement that makes the row: the row is never seen without it. */
async function register(client: pg.Client, role: string): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'INSERT INTO process (role, host, pid) VALUES ($1, $2, $3) RETURNING id, pg_advisory_lock($4, id)',
    [role, hostname(), process.pid, presenceLockClass],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('PostgreSQL gave no process number');
  return id;
}

/** How many processes of the given roles are alive: the shares of an account's rate. */
export async function countPresent(pool: pg.Pool, roles: string[]): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM process p WHERE p.role = ANY ($1) AND EXISTS (
       SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
       WHERE l.locktype = 'advisory' AND l.classid = $2::int::oid AND l.objid = p.id::oid AND l.objsubid = 2)`,
    [roles, presenceLockClass],
  );
  return Math.max(1, rows[0]?.count ?? 1);
}
