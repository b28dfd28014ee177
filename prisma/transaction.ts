/** A transaction on the hot pool, for what a group of turns reads and writes. */
import { isDatabaseAway } from './away.js';
import type { Connection, Database } from './client.js';

export interface Transaction {
  client: Connection;
  /** Rejects when PostgreSQL rolled back instead: then nothing of it counts. */
  commit: () => Promise<void>;
}

/**
 * Runs within a transaction; rolls back unless the work committed. BEGIN travels together with the first statement and COMMIT with the
 * last (pipelined connection). A connection that broke is thrown away.
 */
export async function inTransaction<Result>(
  database: Database,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  const client = await database.hot.connect();
  let ended = false;
  let broken: Error | undefined;
  const commit = async (): Promise<void> => {
    ended = true;
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('PostgreSQL rolled the group back');
  };
  try {
    const begun = client.query('BEGIN');
    const [result] = await Promise.all([work({ client, commit }), begun]);
    return result;
  } catch (error) {
    if (isDatabaseAway(error)) broken = error as Error;
    throw error;
  } finally {
    if (ended || broken) client.release(broken);
    else
      await client.query('ROLLBACK').then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
  }
}
