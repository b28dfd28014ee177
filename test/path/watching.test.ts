/** What is seen from outside: one trace from webhook to reply, figures, and never who it was or what they wrote. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.js';
import { type Phone, pickUp } from '../support/phone.js';
import { type Product, startProduct } from '../support/product.js';
import { until } from '../support/until.js';

const dataDir = mkdtempSync(join(tmpdir(), 'lang-nghe-watching-'));
const personal = {
  name: 'Trần Thị Bí Mật',
  phone: '0987654321',
  text: 'tôi ở số 5 ngõ Kín Đáo, cán bộ tên Hùng rất khó tính',
};
const phones: Phone[] = [];
let product: Product;
let stopped: number | null;

const logLines = (): Record<string, unknown>[] =>
  product
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const figures = async () => (await fetch(`${product.address}/metrics`)).text();

/** A conversation on both platforms that leaves a name, a telephone number, a place and free words behind. */
beforeAll(async () => {
  product = await startProduct({
    DATABASE_URL: await testDatabase(),
    DATA_DIR: dataDir,
    PORT: '0',
    SANDBOX: 'on',
    LOG_LEVEL: 'trace',
    ADMIN_PASSWORD: 'a-password-for-tests',
  });
  for (const platform of ['zalo', 'messenger'] as const) {
    const phone = await pickUp(`${product.address}/sandbox`, platform, personal.name);
    phones.push(phone);
    const visit = ['khảo sát', 'đồng ý', 'Kể về lần làm hồ sơ', '1', '4', '2', '1/9/2026'];
    for (const text of [...visit, personal.text, 'đồng ý', personal.phone]) await answered(phone, { text });
    await answered(phone, { location: { latitude: 21.0285, longitude: 105.8542 } });
    await answered(phone, { photo: true });
    if (platform === 'zalo') await phone.act({ info: { name: personal.name, phone: personal.phone } });
    await phone.act({ seen: true });
  }
}, 90_000);
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function answered(phone: Phone, act: Record<string, unknown>): Promise<void> {
  const before = (await phone.heard()).length;
  await phone.act(act);
  await until(`an answer to ${Object.keys(act)[0]}`, async () => (await phone.heard()).length > before);
}

it('one trace leads from the webhook over the turn to the reply', () => {
  const all = logLines();
  const sends = all.filter(({ msg, how }) => msg === 'send' && how === 'sent');
  expect(sends.length).toBeGreaterThan(20);
  for (const { trace } of sends)
    expect(all.filter((line) => line.trace === trace).map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['webhook', 'turn', 'send']),
    );
});

it('the figures tell what happened', async () => {
  // What platforms report of our own messages comes a moment after them.
  const text = await until('everything is handled and sent', async () => {
    const now = await figures();
    return /inbox_oldest_seconds 0$/m.test(now) && /outbox_oldest_seconds\{lane="live"\} 0$/m.test(now) ? now : null;
  });
  const value = (name: string) =>
    Number(new RegExp(`^lang_nghe_${name.replace(/[{}"]/g, '\\$&')} (.+)$`, 'm').exec(text)?.[1]);
  expect(value('webhooks_total{platform="zalo",status="200"}')).toBeGreaterThan(10);
  expect(value('webhooks_total{platform="messenger",status="200"}')).toBeGreaterThan(10);
  expect(value('events_total{platform="zalo",kind="text"}')).toBeGreaterThanOrEqual(10);
  expect(value('turns_total{outcome="done"}')).toBeGreaterThan(20);
  expect(value('sends_total{platform="zalo",lane="live",outcome="sent"}')).toBeGreaterThan(10);
  expect(value('sends_total{platform="messenger",lane="live",outcome="sent"}')).toBeGreaterThan(10);
  expect(value('outbox_in_doubt{lane="live"}')).toBe(0);
  expect(value('inbox_parked')).toBe(0);
  expect(text).toMatch(/^lang_nghe_token_left_seconds\{channel="\d+"\} \d{4,}/m);
  expect(text).toMatch(/^lang_nghe_webhook_silent\{channel="\d+"\} 0$/m);
  expect(text).not.toMatch(/^lang_nghe_alarms_total\{.*\} [1-9]/m);
});

it('it says that it is alive and ready', async () => {
  expect((await fetch(`${product.address}/healthz`)).status).toBe(200);
  const ready = await fetch(`${product.address}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([200, { database: 'ok', queue: 'ok', presence: 'ok' }]);
});

it('it stops cleanly when asked to', async () => {
  stopped = await product.stop();
  expect(stopped).toBe(0);
  expect(logLines().at(-1)).toMatchObject({ msg: 'stopped', clean: true });
});

it('not a word of it all says who it was, or what they wrote', () => {
  const all = product.output();
  const secrets = [
    personal.name,
    'Bí Mật',
    'Kín Đáo',
    'khó tính',
    personal.phone,
    '84987654321',
    '21.0285',
    'street.jpg',
    'khảo sát',
    ...phones.map(({ user }) => user),
  ];
  for (const secret of secrets) expect(all.includes(secret), secret).toBe(false);
});
