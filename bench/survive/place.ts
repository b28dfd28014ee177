/** Where the product keeps its data while it is killed: a PostgreSQL beside it, or the embedded one that it starts itself. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { productEnvironment } from '../stage/accounts.js';
import { freePort } from '../stage/free-port.js';
import { startPostgres } from '../stage/postgres.js';
import { type Program, startProgram } from '../stage/program.js';

export interface Place {
  port: number;
  start: () => Program;
  /** Known once the product has started for the first time. */
  databaseUrl: () => string;
  close: () => Promise<void>;
}

interface Given {
  fakesUrl: string;
  redisUrl: string | undefined;
}

export async function besideDatabase({ fakesUrl, redisUrl }: Given): Promise<Place> {
  const postgres = await startPostgres('survive');
  const databaseUrl = await postgres.createDatabase('survive');
  const port = await freePort();
  const env = productEnvironment({ port, databaseUrl, dataDir: dataDirOf('unused'), fakesUrl, redisUrl });
  return { port, start: () => startProgram('main', { env }), databaseUrl: () => databaseUrl, close: postgres.stop };
}

/** A killed product leaves its database running; the next one takes it over. */
export async function withOwnDatabase({ fakesUrl, redisUrl }: Given): Promise<Place> {
  const dataDir = dataDirOf('own');
  const port = await freePort();
  const env = productEnvironment({ port, dataDir, fakesUrl, redisUrl });
  return {
    port,
    start: () => startProgram('main', { env }),
    databaseUrl: () => embeddedUrl(dataDir),
    close: async () => rmSync(dataDir, { recursive: true, force: true }),
  };
}

const dataDirOf = (what: string): string => join(tmpdir(), `lang-nghe-bench-survive-${what}-${process.pid}`);

/** As `bot/runtime/postgres/cluster.ts` keeps it. */
function embeddedUrl(dataDir: string): string {
  const cluster = readdirSync(dataDir).find((name) => /^postgres-\d+$/.test(name)) ?? '';
  const { port, password } = JSON.parse(readFileSync(join(dataDir, cluster, 'access.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  return `postgresql://postgres:${password}@127.0.0.1:${port}/lang_nghe`;
}
