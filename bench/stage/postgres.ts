/** A PostgreSQL of the bench's own, as the product would start it, in a folder that goes away with it. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../bot/runtime/embedded-postgres.js';
import { familyProcessorMs } from './processor-time.js';

export interface BenchPostgres {
  /** Makes an empty database and returns its address. */
  createDatabase: (name: string) => Promise<string>;
  /** All of it: backends, those that have ended, and the processes in the background. */
  processorMs: () => number;
  /** Statements run in a database so far, counted only while `countStatements(true)`. */
  countStatements: (on: boolean) => Promise<void>;
  statements: (database: string, like?: string) => Promise<number>;
  stop: () => Promise<void>;
}

/** `what`: for the name of its folder and its log lines. */
export async function startPostgres(what: string): Promise<BenchPostgres> {
  // Made by whoever starts the server, so that its user may pass through.
  const dataDir = join(tmpdir(), `lang-nghe-bench-${what}-${process.pid}`);
  const server: EmbeddedPostgres = await startEmbeddedPostgres({
    dataDir,
    address: `bench ${what}`,
    settings: { shared_preload_libraries: 'pg_stat_statements', max_connections: '150' },
  });
  const admin = new pg.Client({ connectionString: server.connectionString });
  await admin.connect();
  await admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const countStatements = async (on: boolean): Promise<void> => {
    await admin.query(`ALTER SYSTEM SET pg_stat_statements.track = '${on ? 'top' : 'none'}'`);
    await admin.query('SELECT pg_reload_conf(), pg_stat_statements_reset()');
  };
  await countStatements(false);
  return {
    createDatabase: async (name) => {
      await admin.query(`CREATE DATABASE ${name}`);
      const url = new URL(server.connectionString);
      url.pathname = name;
      return url.href;
    },
    processorMs: () => familyProcessorMs(server.pid),
    countStatements,
    statements: async (database, like = '%') => {
      const { rows } = await admin.query<{ calls: string }>(
        `SELECT coalesce(sum(calls), 0) AS calls FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
         WHERE d.datname = $1 AND s.query LIKE $2`,
        [database, like],
      );
      return Number(rows[0]?.calls ?? 0);
    },
    stop: async () => {
      await admin.end();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
