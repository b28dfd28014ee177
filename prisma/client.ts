/**
 * The two ways to PostgreSQL: Prisma's model calls for everything that is not hot, and a `pg` pool for the raw group statements of the
 * message path (a model call costs 0.3–0.8 ms of CPU, a raw one a tenth; docs/adr/0004-prisma-beside-raw-sql.md).
 */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.js';

export type Prisma = PrismaClient;
/** What a function of this folder takes first: the client, or the transaction it is part of. */
export type PrismaTransaction = Omit<
  PrismaClient,
  '$connect' | '$disconnect' | '$on' | '$use' | '$extends' | '$transaction'
>;

/** One connection of the hot pool, within a transaction. */
export type Connection = pg.PoolClient;

export interface Database {
  /** For the admin API, jobs and everything else that is not hot. */
  prisma: PrismaClient;
  /** For statements of our own that are not hot, and for streams. bytea comes as Buffer, bigint as string. */
  pool: pg.Pool;
  /** For the message path: pipelined, so that BEGIN and what follows travel together. */
  hot: pg.Pool;
  url: string;
  close: () => Promise<void>;
}

/** A turn needs one connection, ingest one, outbox one, metrics one; the rest is slack for lanes. */
const hotConnections = 8;
const adminConnections = 5;
/**
 * The hot statements are prepared once and planned for small, fresh tables; without this the cached plan of an empty inbox is a
 * sequential scan that stays when the table has grown (measured: 680 µs a step instead of 58).
 */
const hotSettings = '-c enable_seqscan=off -c jit=off';
/** While PostgreSQL is away a webhook is held for at most 1.5 s; waiting longer for a connection helps nobody. */
const connectTimeoutMs = 1_200;
/**
 * A connection whose other end has vanished without a word would hold what waits on it for a quarter of an hour, until TCP gives up. No hot
 * statement takes a second; on the other pool a token's row may be waited for while another process asks the platform for a new one.
 */
const hotTimeoutMs = 10_000;
const poolTimeoutMs = 60_000;

export function openDatabase(url: string, options: { onError?: (error: Error) => void } = {}): Database {
  const common = { connectionString: url, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true };
  const pool = new pg.Pool({
    ...common,
    max: adminConnections,
    application_name: 'lang-nghe',
    query_timeout: poolTimeoutMs,
  });
  const hot = new pg.Pool({
    ...common,
    max: hotConnections,
    // Kept open: a new one costs a key derivation (SCRAM), which is dearer than a whole group of turns.
    idleTimeoutMillis: 0,
    query_timeout: hotTimeoutMs,
    application_name: 'lang-nghe message path',
    pipeline: true,
    options: hotSettings,
  });
  // A connection that breaks, idle or between two statements of a transaction, would otherwise end the process as an unhandled 'error'.
  for (const each of [pool, hot]) {
    each.on('error', (error) => options.onError?.(error));
    each.on('connect', (client) => client.on('error', () => undefined));
  }
  const prisma = new PrismaClient({
    adapter: new PrismaPg({
      connectionString: url,
      max: adminConnections,
      connectionTimeoutMillis: 5_000,
      query_timeout: poolTimeoutMs,
    }),
  });
  return {
    prisma,
    pool,
    hot,
    url,
    close: async () => {
      await prisma.$disconnect();
      await Promise.all([pool.end(), hot.end()]);
    },
  };
}
