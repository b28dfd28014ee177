import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { isAlive, servesFolder } from '../../../bot/runtime/postgres/process.js';
import { canReach } from '../../../bot/runtime/postgres/unprivileged-user.js';

const ownerScript = fileURLToPath(new URL('../../support/embedded-postgres-owner.ts', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));
const isRoot = process.getuid?.() === 0;
const nobody = { name: 'nobody', uid: 65_534, gid: 65_534 };

interface Up {
  connectionString: string;
  pid: number;
  folder: string;
  takenOver: boolean;
}
interface Owner {
  child: ChildProcess;
  /** Where the database is, or why it did not start. */
  up: Promise<Up>;
  ended: Promise<number | null>;
}

const owners: Owner[] = [];
const folders = new Set<string>();

function start(dataDir: string, user: { uid?: number; gid?: number } = {}): Owner {
  const child = spawn(process.execPath, ['--import', 'tsx', ownerScript, dataDir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const up = new Promise<Up>((resolve, reject) => {
    child.stdout.once('data', (line) => {
      const said = JSON.parse(String(line)) as Up;
      folders.add(said.folder);
      resolve(said);
    });
    void ended.then(() => reject(new Error(complaint)));
  });
  up.catch(() => undefined);
  const owner = { child, up, ended };
  owners.push(owner);
  return owner;
}

async function kill(owner: Owner): Promise<void> {
  owner.child.kill('SIGKILL');
  await owner.ended;
}

async function stop(owner: Owner): Promise<void> {
  owner.child.kill('SIGTERM');
  expect(await owner.ended).toBe(0);
}

async function query<T extends pg.QueryResultRow>(up: Up, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: up.connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client
    .query<T>(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

function newFolder(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-embedded-'));
  chmodSync(folder, mode);
  folders.add(folder);
  return folder;
}
const newDataDir = () => join(newFolder(), 'data');

/** Whatever a test left running: the owner, and a server that outlived it. */
afterEach(async () => {
  await Promise.all(owners.splice(0).map(kill));
  for (const folder of folders) {
    for (const pid of serversBelow(folder)) if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
    await sleep(50);
    rmSync(folder, { recursive: true, force: true });
  }
  folders.clear();
});

function serversBelow(folder: string): number[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('postmaster.pid'))
    .map((file) => Number(readFileSync(join(folder, file), 'utf8').split('\n')[0]));
}

describe('the embedded database', { timeout: 60_000 }, () => {
  it('is made once, keeps its data and its port, and is gone when it was stopped', async () => {
    const dataDir = newDataDir();
    const first = start(dataDir);
    const up = await first.up;
    await query(up, `CREATE TABLE kept AS SELECT 'Lắng Nghe' AS word`);
    await stop(first);
    expect(servesFolder(up.pid, join(up.folder, 'cluster'))).toBe(false);

    const again = await start(dataDir).up;
    expect(again.connectionString).toBe(up.connectionString);
    expect(await query(again, 'SELECT word FROM kept')).toEqual([{ word: 'Lắng Nghe' }]);
  });

  it('understands Vietnamese, listens on this machine only and keeps its password to itself', async () => {
    const dataDir = newDataDir();
    const up = await start(dataDir).up;
    const [row] = await query(
      up,
      `SELECT lower('ĐƯỜNG PHỐ HUẾ') AS lower, current_setting('server_encoding') AS encoding, current_setting('listen_addresses') AS listen,
         current_setting('unix_socket_directories') AS sockets, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
         'bò' < 'bó' COLLATE "vi-x-icu" AS sorted`,
    );
    expect(row).toEqual({
      lower: 'đường phố huế',
      encoding: 'UTF8',
      listen: '127.0.0.1',
      sockets: '',
      fsync: 'on',
      commit: 'on',
      sorted: true,
    });
    expect(statSync(join(up.folder, 'access.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(up.folder, 'cluster')).mode & 0o777).toBe(0o700);
    const withoutPassword = up.connectionString.replace(/:[^:@]+@/, ':wrong@');
    await expect(query({ ...up, connectionString: withoutPassword }, 'SELECT 1')).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it('tells a second start who is there, and leaves the first alone', async () => {
    const dataDir = newDataDir();
    const first = start(dataDir);
    const up = await first.up;
    const second = start(dataDir);
    await expect(second.up).rejects.toThrow(
      new RegExp(`already runs on .*\\(process ${first.child.pid}, http://127\\.0\\.0\\.1:3000\\).*DATA_DIR`),
    );
    expect(await second.ended).toBe(1);
    expect(await query(up, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is made by one of two that start together on an empty folder', async () => {
    const dataDir = newDataDir();
    const results = await Promise.allSettled([start(dataDir).up, start(dataDir).up]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(results.find((result) => result.status === 'rejected')?.reason.message).toMatch(/already runs on/);
  });
});

describe('after a crash', { timeout: 60_000 }, () => {
  it('of its owner, the server that outlived it is taken over', async () => {
    const dataDir = newDataDir();
    const first = start(dataDir);
    const up = await first.up;
    await query(up, 'CREATE TABLE kept AS SELECT 1 AS one');
    await kill(first);

    const second = start(dataDir);
    const again = await second.up;
    expect(again).toMatchObject({ takenOver: true, pid: up.pid, connectionString: up.connectionString });
    expect(await query(again, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await stop(second);
    expect(servesFolder(up.pid, join(up.folder, 'cluster'))).toBe(false);
  });

  it('of owner and server, what was committed is there again', async () => {
    const dataDir = newDataDir();
    const first = start(dataDir);
    const up = await first.up;
    await query(up, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill(up.pid, 'SIGKILL');
    await kill(first);

    const again = await start(dataDir).up;
    expect(again.takenOver).toBe(false);
    expect(await query(again, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('of the server alone, its owner brings it back on the same port', async () => {
    const up = await start(newDataDir()).up;
    await query(up, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill(up.pid, 'SIGKILL');
    await expect
      .poll(() => query(up, 'SELECT one FROM kept').catch(() => 'away'), { timeout: 30_000 })
      .toEqual([{ one: 1 }]);
  });

  it('a pid file that names some other living process is recognised as stale', async () => {
    const dataDir = newDataDir();
    const first = start(dataDir);
    const up = await first.up;
    const pidFile = join(up.folder, 'cluster/postmaster.pid');
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    await stop(first);
    writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));

    const again = await start(dataDir).up;
    expect(await query(again, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('while it was being made, at whichever moment, the next start begins anew', async () => {
    const dataDir = newDataDir();
    for (const afterMs of [400, 700, 1_000, 1_300]) {
      const owner = start(dataDir);
      await sleep(afterMs);
      await kill(owner);
    }
    const up = await start(dataDir).up;
    expect(await query(up, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(dataDir)).toEqual(['postgres-18']);
  });

  it('when another program has taken its port, it uses a free one', async () => {
    const dataDir = newDataDir();
    const first = start(dataDir);
    const port = Number(new URL((await first.up).connectionString).port);
    await stop(first);
    const thief = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => thief.once('listening', resolve));
    const again = await start(dataDir).up;
    thief.close();
    expect(Number(new URL(again.connectionString).port)).not.toBe(port);
    expect(await query(again, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('whoever starts it', { timeout: 60_000 }, () => {
  it.runIf(isRoot)(
    'as root in a folder nobody else may enter, data and programs go where the server can reach them',
    async () => {
      const dataDir = join(newFolder(0o700), 'data');
      const first = start(dataDir);
      const up = await first.up;
      expect(up.folder).toMatch(/^\/var\/lib\/lang-nghe\/postgres-18-/);
      expect(lstatSync(join(dataDir, 'postgres-18')).isSymbolicLink()).toBe(true);
      await query(up, 'CREATE TABLE kept AS SELECT 1 AS one');
      await stop(first);
      const again = await start(dataDir).up;
      expect(again.folder).toBe(up.folder);
      expect(await query(again, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    },
  );

  it.runIf(isRoot && canReach(ownerScript, nobody))(
    'as an ordinary user, without any right beyond the data folder',
    async () => {
      const folder = newFolder();
      chownSync(folder, nobody.uid, nobody.gid);
      const owner = start(join(folder, 'data'), nobody);
      const up = await owner.up;
      expect(await query(up, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect(statSync(up.folder).uid).toBe(nobody.uid);
      await kill(owner);
      const again = start(join(folder, 'data'), nobody);
      expect((await again.up).takenOver).toBe(true);
      await stop(again);
    },
  );
});

describe('what cannot be mended by itself is told', { timeout: 60_000 }, () => {
  it('a link to data that are gone', async () => {
    const dataDir = newDataDir();
    mkdirSync(dataDir);
    symlinkSync('/nowhere/postgres-18', join(dataDir, 'postgres-18'));
    await expect(start(dataDir).up).rejects.toThrow(
      /points to a database folder that is gone: put it back, or remove the link/,
    );
  });

  it('data of another major version', async () => {
    const dataDir = newDataDir();
    mkdirSync(join(dataDir, 'postgres-17'), { recursive: true });
    await expect(start(dataDir).up).rejects.toThrow(/holds the data of another PostgreSQL \(postgres-17\)/);
  });

  it('a damaged cluster, with the line of its log', async () => {
    const dataDir = newDataDir();
    const owner = start(dataDir);
    const up = await owner.up;
    await stop(owner);
    renameSync(join(up.folder, 'cluster/global'), join(up.folder, 'cluster/global-lost'));
    await expect(start(dataDir).up).rejects.toThrow(/cannot start \(.*\)\. Its log is .*server\.log/);
  });
});
