import pg from 'pg';
import { afterAll, inject } from 'vitest';
import type { TestServer } from './database-server.js';

let count = 0;

/**
 * The address of a fresh, migrated, empty database; it is dropped when the test file is done. Call it at the top of the file:
 *
 *     const url = await testDatabase();
 *
 * `empty: true` leaves out the migrations.
 */
export async function testDatabase({ empty = false }: { empty?: boolean } = {}): Promise<string> {
  const answer = await fetch(inject('databaseServer'));
  if (!answer.ok) throw new Error(await answer.text());
  const { url, template } = (await answer.json()) as TestServer;
  count += 1;
  const name = `lang_nghe_test_${process.pid}_${count}`;
  await run(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await run(url, `CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : template}`);
  afterAll(() => run(url, `DROP DATABASE ${name} WITH (FORCE)`));
  const own = new URL(url);
  own.pathname = name;
  return own.href;
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
