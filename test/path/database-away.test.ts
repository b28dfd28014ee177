/** While PostgreSQL is away nobody is told that something was stored; when it is back, nothing is missing and nobody restarts anything. */
import pg from 'pg';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { testDatabase } from '../support/database.js';
import { openHouse } from '../support/house.js';
import type { Phone } from '../support/phone.js';
import { startProxy } from '../support/proxy.js';
import { until } from '../support/until.js';

const url = await testDatabase();
const proxy = await startProxy(url);
/** Sees the database all the time. */
const direct = new pg.Pool({ connectionString: url, max: 2 });
afterAll(async () => {
  await direct.end();
  await proxy.close();
});
const house = await openHouse({
  databaseUrl: proxy.url,
  // As the platforms do it, only sooner.
  sandbox: { retryGapsMs: { zalo: Array(40).fill(700), messenger: Array(40).fill(700) }, receipts: false },
});

const outages: [string, number, () => Promise<void> | void, () => Promise<void> | void][] = [
  ['it refuses connections for 30 s', 30_000, proxy.cut, proxy.mend],
  ['it says nothing for 5 s', 5_000, proxy.squeeze, proxy.mend],
];

it.each(outages)(
  '%s: webhooks are held for at most 1.5 s and then refused, and the retries lose nothing',
  async (_how, ms, away, back) => {
    const phones = [...(await newPhones('zalo', 5)), ...(await newPhones('messenger', 5))];
    for (const phone of phones) await house.toSurvey(phone);

    await away();
    const gone = performance.now();
    const answers: { status: number | undefined; ms: number }[] = [];
    await Promise.all(
      phones.map(async (phone) => {
        const started = performance.now();
        const said = await phone.act({ text: '4' });
        answers.push({ status: said.webhook?.status, ms: performance.now() - started });
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(phones.map(() => 503));
    for (const answer of answers) expect(answer.ms).toBeLessThan(2_000);
    expect(await one('SELECT count(*)::int AS n FROM inbox WHERE handled_at IS NULL')).toBe(0);

    await until('the outage is over', () => performance.now() - gone > ms, { patienceMs: ms + 5_000, everyMs: 50 });
    await back();
    const backAt = performance.now();
    for (const phone of phones)
      await until('the answer is there', async () => (await phone.heard()).at(-1)?.includes('Câu 2/3'), {
        patienceMs: 15_000,
        everyMs: 20,
      });
    expect(performance.now() - backAt).toBeLessThan(12_000);
    expect(
      await one(`SELECT count(*)::int AS n FROM answer a WHERE a.question = 'staff' AND a.changes = 0`),
    ).toBeGreaterThanOrEqual(phones.length);
    for (const phone of phones) expect((await phone.heard()).filter((text) => text.includes('Câu 2/3')).length).toBe(1);
    expect(await one('SELECT count(*)::int AS n FROM inbox WHERE parked IS NOT NULL')).toBe(0);
  },
  60_000,
);

it('it was replaced by another without a word: the dead connections are given up, and everything goes on', async () => {
  const [phone] = await newPhones('zalo', 1);
  if (!phone) throw new Error('nobody');
  await house.toSurvey(phone);
  proxy.squeeze();
  expect((await phone.act({ text: '4' })).webhook?.status).toBe(503);
  proxy.replace();
  onTestFinished(proxy.giveUp);
  await until('the answer is there', async () => (await phone.heard()).at(-1)?.includes('Câu 2/3'), {
    patienceMs: 30_000,
    everyMs: 50,
  });
}, 50_000);

it.each(['COMMIT', 'FOR UPDATE OF m SKIP LOCKED'])(
  'the answer to "%s" is lost, so nobody knows whether it happened: what was decided is said all the same',
  async (words) => {
    const [phone] = await newPhones('zalo', 1);
    if (!phone) throw new Error('nobody');
    await house.toSurvey(phone);
    if (words !== 'COMMIT')
      await house.fault({ kind: 'rate-limited', platform: 'zalo', next: 1, retryAfterSeconds: 1 });
    proxy.swallowAnswerTo(words);
    await phone.act({ text: '4' });
    await until('the answer is there', async () => (await phone.heard()).at(-1)?.includes('Câu 2/3'), {
      patienceMs: 15_000,
      everyMs: 20,
    });
    expect(await house.say(phone, '4')).toEqual([expect.stringContaining('Câu 3/3')]);
  },
  30_000,
);

async function newPhones(platform: 'zalo' | 'messenger', count: number): Promise<Phone[]> {
  return Promise.all(Array.from({ length: count }, () => house.phone(platform)));
}

async function one(sql: string): Promise<number> {
  const { rows } = await direct.query<{ n: number }>(sql);
  return rows[0]?.n ?? -1;
}
