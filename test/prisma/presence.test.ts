import pg from 'pg';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../prisma/client.js';
import { becomePresent, countPresent, presenceLockClass } from '../../prisma/presence.js';
import { testDatabase } from '../support/database.js';
import { until } from '../support/until.js';

const url = await testDatabase();
const database = openDatabase(url);
afterAll(database.close);

async function present(
  role: string,
  options: { channels?: string[]; onNotice?: (name: string) => void; onLost?: () => void } = {},
) {
  const presence = await becomePresent({ url, role, channels: [], onNotice: () => undefined, ...options });
  onTestFinished(() => presence.close());
  return presence;
}

/** What `kill -9` of the process looks like to PostgreSQL. */
const killConnectionOf = (role: string) =>
  database.pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
    [`lang-nghe ${role}`],
  );

it('holds a lock of its own class on its number, so that a shared database stays unambiguous', async () => {
  const { id } = await present('worker');
  const { rows } = await database.pool.query(
    `SELECT classid::int, objid::int FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted`,
  );
  expect(rows).toContainEqual({ classid: presenceLockClass, objid: id() });
});

it('is lost with its connection, and comes back under another number', async () => {
  let lost = 0;
  const presence = await present('worker', { onLost: () => (lost += 1) });
  const before = presence.id();
  await killConnectionOf('worker');
  await until('it is lost', () => lost === 1);
  expect(presence.id()).toBeNull();
  await until('it is back', () => presence.id() !== null);
  expect(presence.id()).not.toBe(before);
});

it('gives its number up when asked, and gets another', async () => {
  const presence = await present('worker');
  const before = presence.id();
  presence.renew('a test wants it');
  expect(presence.id()).toBeNull();
  await until('it is back', () => presence.id() !== null);
  expect(presence.id()).not.toBe(before);
});

it('counts who is alive, by role; at least oneself', async () => {
  const count = (roles: string[]) => countPresent(database.pool, roles);
  await present('worker');
  const second = await present('all');
  await present('api');
  await until('both senders are counted', async () => (await count(['all', 'worker'])) === 2);
  await second.close();
  await until('one is left', async () => (await count(['all', 'worker'])) === 1);
  expect(await count(['nobody'])).toBe(1);
});

it('hears what others announce on its channels only', async () => {
  const heard: string[] = [];
  await present('worker', { channels: ['inbox', 'surveys'], onNotice: (name) => heard.push(name) });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const name of ['outbox', 'inbox', 'surveys']) await client.query('SELECT pg_notify($1, $2)', [name, '']);
  await client.end();
  await until('both were heard', () => heard.length === 2);
  expect(heard).toEqual(['inbox', 'surveys']);
});

it('closed while it comes back, it stays away', async () => {
  const presence = await present('worker');
  await killConnectionOf('worker');
  await until('it is lost', () => presence.id() === null);
  await presence.close();
  await until('nobody of us is left', async () => {
    const { rows } = await database.pool.query<{ left: number }>(
      `SELECT count(*)::int AS left FROM pg_stat_activity WHERE application_name = 'lang-nghe worker' AND datname = current_database()`,
    );
    return rows[0]?.left === 0;
  });
  expect(presence.id()).toBeNull();
});
