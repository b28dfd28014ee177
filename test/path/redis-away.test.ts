/** Redis carries schedules and nothing else: while it is away the conversations go on, and when it is back so do the jobs. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.js';
import { pickUp } from '../support/phone.js';
import { startProduct } from '../support/product.js';
import { until } from '../support/until.js';

const binary = process.env.REDIS_SERVER ?? '/usr/bin/redis-server';
const dataDir = mkdtempSync(join(tmpdir(), 'lang-nghe-redis-'));
let server: ChildProcess | undefined;
afterAll(() => {
  server?.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  await new Promise((resolve) => holder.close(resolve));
  return port;
}

async function startRedis(port: number): Promise<void> {
  server = spawn(binary, ['--port', String(port), '--save', '', '--dir', dataDir], { stdio: 'ignore' });
  await until('Redis listens', async () => {
    const socket = connect(port, '127.0.0.1');
    return Promise.race([once(socket, 'connect').then(() => true), once(socket, 'close').then(() => false)])
      .catch(() => false)
      .finally(() => socket.destroy());
  });
}

describe.runIf(existsSync(binary))('Redis', () => {
  it('goes away and comes back: nobody who chats notices, and whoever looks is told', async () => {
    const port = await freePort();
    await startRedis(port);
    const product = await startProduct({
      DATABASE_URL: await testDatabase(),
      DATA_DIR: dataDir,
      REDIS_URL: `redis://127.0.0.1:${port}`,
      PORT: '0',
      SANDBOX: 'on',
      ADMIN_PASSWORD: 'a-password-for-tests',
    });
    const ready = async () => (await fetch(`${product.address}/readyz`)).status;
    expect(await ready()).toBe(200);

    server?.kill('SIGKILL');
    await until('it is told', async () => (await ready()) === 503);
    const phone = await pickUp(`${product.address}/sandbox`, 'zalo');
    for (const [text, answer] of [
      ['khảo sát', 'Anh/chị có đồng ý không?'],
      ['đồng ý', 'Bộ phận một cửa'],
      ['bộ phận một cửa', 'Câu 1/3'],
      ['4', 'Câu 2/3'],
      ['5', 'Câu 3/3'],
    ] as const) {
      expect((await phone.act({ text })).webhook?.status).toBe(200);
      await until(`"${answer}" after "${text}"`, async () => (await phone.heard()).at(-1)?.includes(answer));
    }

    await startRedis(port);
    await until('it is well again', async () => (await ready()) === 200, { patienceMs: 15_000 });
    expect(await product.stop()).toBe(0);
  }, 60_000);
});
