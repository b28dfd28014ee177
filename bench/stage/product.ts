/** The product as a process of its own, connected to the fakes; its accounts may send as fast as they can. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { productEnvironment } from './accounts.js';
import { freePort } from './free-port.js';
import { type Program, startProgram } from './program.js';

export interface Product {
  port: number;
  program: Program;
}

/** As `npm start` starts it (package.json). */
const asStarted = ['--max-semi-space-size=64'];

/** More than anything here can send: what is measured is the path, not a platform's limit. */
const unlimitedPerSecond = 1_000_000;

export async function startProduct(given: {
  role: 'all' | 'api' | 'worker';
  databaseUrl: string;
  fakesUrl: string;
  redisUrl?: string | undefined;
  core?: number;
  flags?: string[];
}): Promise<Product> {
  const port = await freePort();
  const env = productEnvironment({ ...given, port, dataDir: unusedDataDir });
  const { core, flags = [] } = given;
  const program = startProgram('main', {
    args: ['--role', given.role],
    env,
    ...(core !== undefined && { core }),
    flags: [...asStarted, ...flags],
  });
  await program.ready;
  await liftRates(given.databaseUrl);
  return { port, program };
}

/** With a database and a key given, nothing is written there. */
const unusedDataDir = join(tmpdir(), `lang-nghe-bench-data-${process.pid}`);

/** Told to every process at once, as a change over the API would be. */
export async function liftRates(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('UPDATE channel SET rate_per_second = $1', [unlimitedPerSecond]);
  await client.query(`SELECT pg_notify('channels', '')`);
  await client.end();
}
