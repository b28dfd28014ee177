/** Starting and stopping as an operator does it: one sentence that names the cure, or a running system. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.js';
import { runToEnd, startProduct, type Variables } from '../support/product.js';

const dataDir = mkdtempSync(join(tmpdir(), 'lang-nghe-start-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
const databaseUrl = await testDatabase();
const secretKey = Buffer.alloc(32, 7).toString('base64');
const common: Variables = {
  DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl,
  PORT: '0',
  SANDBOX: 'off',
  SECRET_KEY: secretKey,
};

const holder = createServer();
await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
afterAll(() => void holder.close());
const takenPort = String((holder.address() as AddressInfo).port);
const nobodysPort = await freePort();

const mistakes: [string, Variables, RegExp][] = [
  [
    'a port that is taken',
    { PORT: takenPort },
    /port \d+ is taken by another program: stop it, or choose another port/,
  ],
  [
    'no SECRET_KEY in production',
    { NODE_ENV: 'production', SECRET_KEY: '' },
    /^SECRET_KEY missing: .*openssl rand -base64 32/,
  ],
  ['an address that is none', { DATABASE_URL: 'my database' }, /^DATABASE_URL must be an address like postgresql:\/\//],
  [
    'a server that is not there',
    { DATABASE_URL: `postgresql://u:pw-secret@127.0.0.1:${nobodysPort}/x` },
    /127\.0\.0\.1:\d+\/x \(DATABASE_URL\) cannot be used: nothing listens there: start the server/,
  ],
  [
    'a database that does not exist',
    { DATABASE_URL: databaseUrl.replace(/[^/]+$/, 'no_such_database') },
    /the database does not exist: create it/,
  ],
  [
    'a role that embedded data cannot serve',
    { DATABASE_URL: '', ROLE: 'worker' },
    /^DATABASE_URL missing: ROLE=worker means several processes/,
  ],
  ['half a channel', { ZALO_APP_ID: '1' }, /^ZALO_APP_SECRET, .* missing: Zalo needs all of its variables/],
];

describe('a start that cannot be says why in one sentence and ends with 1', () => {
  it.each(mistakes)('%s', async (_what, variables, sentence) => {
    const { code, output } = await runToEnd({ ...common, ...variables });
    const said = output.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(said).toEqual([expect.stringMatching(sentence)]);
    expect(output).not.toContain('pw-secret');
    expect(code).toBe(1);
  });

  it('everything that is wrong is listed at once', async () => {
    const { code, output } = await runToEnd({ ...common, PORT: 'eighty', REDIS_URL: 'here', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(output).toContain('3 settings are wrong:');
  });

  it('a start that fails makes no official whose password nobody gets to see', async () => {
    await runToEnd({ ...common, PORT: takenPort });
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client.query('SELECT email FROM official');
    await client.end();
    expect(rows).toEqual([]);
  });
});

it('starts, says where everything is, shows the first password once, and ends with 0 when asked to', async () => {
  const product = await startProduct(common);
  expect(product.output()).toMatch(/admin@localhost\s+\S{8,}/);
  expect((await fetch(`${product.address}/readyz`)).status).toBe(200);
  expect(await product.stop()).toBe(0);
  await expect(fetch(`${product.address}/healthz`)).rejects.toThrow();

  const again = await startProduct(common);
  expect(again.output()).not.toContain('admin@localhost');
  expect(await again.stop()).toBe(0);
});

it('another SECRET_KEY than the one the database was set up with is refused in a sentence', async () => {
  const { code, output } = await runToEnd({ ...common, SECRET_KEY: Buffer.alloc(32, 8).toString('base64') });
  expect(output).toContain('SECRET_KEY is not the one this database was set up with: give the original key');
  expect(code).toBe(1);
});

it('on the embedded default: a second start on the same data says so, and kill -9 leaves nothing that the next start does not heal', async () => {
  const { DATABASE_URL: _given, ...embedded } = common;
  const first = await startProduct(embedded);
  const second = await runToEnd(embedded);
  expect(second.code).toBe(1);
  expect(second.output).toMatch(
    /Lắng Nghe already runs on .*: use that one, stop it, or give this one a DATA_DIR and PORT of its own/,
  );
  await first.kill();
  const healed = await startProduct(embedded);
  expect((await fetch(`${healed.address}/readyz`)).status).toBe(200);
  expect(await healed.stop()).toBe(0);
}, 90_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
