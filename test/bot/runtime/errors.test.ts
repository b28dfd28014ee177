import { createServer } from 'node:net';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { explainDatabaseError, explainListenError, explainRedisError } from '../../../bot/runtime/errors.js';
import { migrate } from '../../../prisma/migrate.js';
import { testDatabase } from '../../support/database.js';

const good = await testDatabase({ empty: true });
const changed = (change: (url: URL) => void) => {
  const url = new URL(good);
  change(url);
  return url.href;
};
const closedPort = 1;

describe('a database that cannot be used is told with its cure, by what PostgreSQL really says', () => {
  const cases = [
    {
      label: 'nothing listens',
      url: changed((url) => {
        url.port = String(closedPort);
      }),
      says: /nothing listens there: start the server/,
    },
    {
      label: 'unknown host',
      url: changed((url) => {
        url.hostname = 'no-such-host.invalid';
      }),
      says: /host name/,
    },
    {
      label: 'no such database',
      url: changed((url) => {
        url.pathname = '/missing';
      }),
      says: /the database does not exist: create it/,
    },
    {
      label: 'wrong password',
      url: changed((url) => {
        url.password = 'geheim';
      }),
      says: /the password is wrong: correct it in DATABASE_URL/,
    },
  ];
  it.each(cases)('$label', async ({ url, says }) => {
    const error = await migrate(url).catch((cause: unknown) => explainDatabaseError(cause, url));
    expect(error).toMatchObject({ name: 'StartError', message: expect.stringMatching(says) });
    expect(String(error)).not.toContain('geheim');
  });

  it('no right to create tables', async () => {
    const client = new pg.Client({ connectionString: good });
    await client.connect();
    const role = `reader_${process.pid}`;
    await client.query(`CREATE ROLE ${role} LOGIN PASSWORD 'x'`);
    onTestFinished(async () => {
      await client.query(`DROP ROLE ${role}`);
      await client.end();
    });
    const url = changed((each) => {
      each.username = role;
      each.password = 'x';
    });
    const error = await migrate(url).catch((cause: unknown) => explainDatabaseError(cause, url));
    expect(String(error)).toMatch(/the user may not do what is needed: make it the owner of the database/);
  });

  it('an older server keeps the sentence of the migrations', () => {
    const cause = Object.assign(new Error('The database is PostgreSQL 13.2, but 15 or newer is needed: upgrade it.'), {
      name: 'MigrationError',
    });
    expect(explainDatabaseError(cause, good).message).toBe(cause.message);
  });
});

describe('other servers and ports', () => {
  it('a taken port, with one that may be free', async () => {
    const first = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => first.once('listening', resolve));
    onTestFinished(() => void first.close());
    const { port } = first.address() as { port: number };
    const cause = await new Promise((resolve) => createServer().once('error', resolve).listen(port, '127.0.0.1'));
    expect(explainListenError(cause, '127.0.0.1', port).message).toBe(
      `The server cannot listen: port ${port} is taken by another program: stop it, or choose another port (PORT=${port + 1} npm start).`,
    );
  });

  it('an address that is not of this machine', async () => {
    const cause = await new Promise((resolve) => createServer().once('error', resolve).listen(0, '192.0.2.1'));
    expect(explainListenError(cause, '192.0.2.1', 3000).message).toMatch(/has no address 192\.0\.2\.1: correct HOST/);
  });

  it('a wrong Redis password', () => {
    const error = explainRedisError(new Error('WRONGPASS invalid username-password pair'), 'redis://:geheim@r:6379');
    expect(error.message).toBe(
      'Redis at r:6379 (REDIS_URL) cannot be used: the user or password is wrong: correct REDIS_URL.',
    );
  });
});
