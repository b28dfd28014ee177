/**
 * One PostgreSQL for the whole test run, started when the first test asks for it, so that a run of pure tests starts nothing. Test files
 * run in processes of their own and ask this one by a request on the loopback address.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../bot/runtime/embedded-postgres.js';
import { isAlive } from '../../bot/runtime/postgres/process.js';
import { migrate } from '../../prisma/migrate.js';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

export interface TestServer {
  /** An address that may create databases. */
  url: string;
  /** The migrated database that each test's own is copied from. */
  template: string;
}

/** The tests' data may be lost with the machine: that makes them twice as fast. Promises under kill -9 hold without fsync too. */
const settings = { fsync: 'off', full_page_writes: 'off', max_connections: '200', shared_buffers: '128MB' };

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<{ server: TestServer; stop: () => Promise<void> }> | undefined;
  const door = createServer(async (_request, response) => {
    started ??= process.env.DATABASE_URL ? useGiven(process.env.DATABASE_URL) : startOwn();
    try {
      response.end(JSON.stringify((await started).server));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  project.provide('databaseServer', `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.close();
    await (await started?.catch(() => undefined))?.stop();
  };
}

async function startOwn() {
  await removeLeftovers();
  const dataDir = mkdtempSync(join(tmpdir(), `lang-nghe-test-${process.pid}-`));
  const postgres = await startEmbeddedPostgres({ dataDir, address: 'test run', settings });
  const { server } = await useGiven(postgres.connectionString);
  const stop = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { server, stop };
}

async function useGiven(url: string) {
  const template = `lang_nghe_test_template_${process.pid}`;
  await run(url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await run(url, `CREATE DATABASE ${template}`);
  const templateUrl = new URL(url);
  templateUrl.pathname = template;
  await migrate(templateUrl.href);
  return { server: { url, template }, stop: () => run(url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** A run that was killed leaves its server behind: taken over, stopped, removed. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(/^lang-nghe-test-(\d+)-/.exec(name)?.[1] ?? 0);
    if (owner === 0 || isAlive(owner)) continue;
    const dataDir = join(tmpdir(), name);
    if (readdirSync(dataDir).some((entry) => existsSync(join(dataDir, entry, 'cluster/postmaster.pid'))))
      await startEmbeddedPostgres({ dataDir, address: 'clearing up', settings }).then((left) => left.stop());
    rmSync(dataDir, { recursive: true, force: true });
  }
}
