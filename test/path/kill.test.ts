/** `kill -9` at any moment, and several processes on one database: nothing acknowledged is lost, nothing is handled twice, order is kept. */
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/index.js';
import { messengerAccount, zaloAccount } from '../support/accounts.js';
import { testDatabase } from '../support/database.js';
import { ask, type Phone, type Platform, pickUp } from '../support/phone.js';
import { type Product, productionLike, startProduct, type Variables } from '../support/product.js';
import { until } from '../support/until.js';

/** As the platforms do it, only sooner. */
const gaps = Array<number>(200).fill(400);

/** A sandbox, a database and how to connect a process to both; new for each test, since a token pair serves once. */
async function newStage() {
  sandbox = await startSandbox({
    port: 0,
    webhooks: {},
    zalo: zaloAccount,
    messenger: messengerAccount,
    retryGapsMs: { zalo: gaps, messenger: gaps },
  });
  const url = await testDatabase();
  database = new pg.Pool({ connectionString: url, max: 2 });
  variables = productionLike(url, sandbox.url);
  onTestFinished(async () => {
    await Promise.all([sandbox.close(), database.end()]);
  });
}
let sandbox: Sandbox;
let database: pg.Pool;
let variables: Variables;

const listenTo = (platform: Platform, product: Product) =>
  ask(sandbox.url, 'POST', 'webhooks', { [platform]: `${product.address}/webhooks/${platform}`, probe: false });

interface Citizen {
  phone: Phone;
  levels: number[];
  acts: number;
  /** Acts that were answered 200: whatever happens, they must be there. */
  acknowledged: number;
  /** When the last act was done and has not been answered yet. */
  waitingSince: number | null;
}

async function newCitizens(count: number): Promise<Citizen[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      phone: await pickUp(sandbox.url, index % 2 ? 'zalo' : 'messenger'),
      levels: [1 + (index % 5), 1 + ((index + 1) % 5), 1 + ((index + 2) % 5)],
      acts: 0,
      acknowledged: 0,
      waitingSince: null,
    })),
  );
}

/**
 * Does one thing after the other, each when the phone shows that it is time. A reply whose sender died twice is not sent a third time: then
 * the person asks again, as people do.
 */
async function takePart(citizen: Citizen): Promise<void> {
  const { phone, levels } = citizen;
  const write = async (text: string) => {
    citizen.acts += 1;
    if ((await phone.act({ text })).webhook?.status === 200) citizen.acknowledged += 1;
  };
  const say = async (text: string, shows: RegExp) => {
    citizen.waitingSince = performance.now();
    await write(text);
    const isAnswered = async () => (await phone.heard()).some((heard) => shows.test(heard));
    while (
      !(await until('the phone shows the answer', isAnswered, { patienceMs: 8_000, everyMs: 100 }).catch(() => false))
    )
      await write('?');
    citizen.waitingSince = null;
  };
  await say('khảo sát', /Anh\/chị có đồng ý không\?/);
  await say('đồng ý', /làm khảo sát nào/);
  await say('bộ phận một cửa', /Câu 1\//);
  await say(String(levels[0]), /Câu 2\//);
  await say(String(levels[1]), /Câu 3\//);
  await say(String(levels[2]), /Cảm ơn anh\/chị!|Tôi chưa hiểu ý anh\/chị/);
}

/** What must hold in the end, whatever was done to the processes. */
async function checkEverything(citizens: Citizen[]): Promise<void> {
  await until('nothing waits any more', async () => {
    const { rows } = await database.query<{ waiting: number }>(
      `SELECT ((SELECT count(*) FROM inbox WHERE handled_at IS NULL) + (SELECT count(*) FROM message WHERE status IN ('queued', 'sending')))::int AS waiting`,
    );
    return rows[0]?.waiting === 0;
  });
  const { rows: responses } = await database.query<{ levels: string; changes: number; state: string }>(
    `SELECT string_agg(a.value ->> 'number', ' ' ORDER BY a.position) AS levels, sum(a.changes)::int AS changes, min(r.state) AS state
     FROM response r JOIN answer a ON a.response_id = r.id GROUP BY r.id`,
  );
  expect(responses.map(({ levels }) => levels).sort()).toEqual(citizens.map(({ levels }) => levels.join(' ')).sort());
  expect(responses.every(({ changes, state }) => changes === 0 && state === 'finished')).toBe(true);
  const { rows: inbox } = await database.query<{ acts: number; parked: number }>(
    `SELECT count(*) FILTER (WHERE kind = 'text')::int AS acts, count(parked)::int AS parked FROM inbox`,
  );
  expect(inbox[0]?.parked).toBe(0);
  // What was not acknowledged was brought again by the platform, so that nothing at all is missing.
  expect(inbox[0]?.acts).toBe(citizens.reduce((sum, { acts }) => sum + acts, 0));
  expect(inbox[0]?.acts).toBeGreaterThanOrEqual(citizens.reduce((sum, { acknowledged }) => sum + acknowledged, 0));
  for (const { phone } of citizens) expect(questionsIn(await phone.heard())).toEqual(['1', '2', '3']);
}

/** The questions in the order in which the phone showed them; a repeated one counts once. */
const questionsIn = (heard: string[]): string[] =>
  heard.flatMap((text) => /Câu (\d)\//.exec(text)?.[1] ?? []).filter((number, index, all) => number !== all[index - 1]);

it('one process, killed again and again while people answer', async () => {
  await newStage();
  let product = await startProduct(variables);
  const port = new URL(product.address).port;
  const connect = async () => {
    await listenTo('zalo', product);
    await listenTo('messenger', product);
  };
  await connect();
  const citizens = await newCitizens(12);
  const everybody = Promise.all(citizens.map(takePart));
  everybody.catch(() => undefined);
  const heard = async () => (await Promise.all(citizens.map(({ phone }) => phone.heard()))).flat().length;
  for (let kills = 0; kills < 3; kills += 1) {
    const before = await heard();
    await until('some have gone on', async () => (await heard()) > before + 5, { patienceMs: 20_000 });
    await product.kill();
    product = await startProduct({ ...variables, PORT: port });
  }
  await everybody;
  await checkEverything(citizens);
  expect(await product.stop()).toBe(0);
}, 120_000);

it('two processes that listen and three that work: no event twice, order kept, and what a killed one held is answered within 5 s', async () => {
  await newStage();
  const first = await startProduct(variables, ['--role', 'api']);
  const [second, ...workers] = await Promise.all([
    startProduct(variables, ['--role', 'api']),
    ...[1, 2, 3].map(() => startProduct(variables, ['--role', 'worker'])),
  ]);
  await listenTo('zalo', first);
  await listenTo('messenger', second);
  const citizens = await newCitizens(30);
  const everybody = Promise.all(citizens.map(takePart));
  everybody.catch(() => undefined);
  const [victim, ...survivors] = workers;
  await until('it is in full swing', async () => {
    const { rows } = await database.query<{ held: number }>(
      `SELECT count(*)::int AS held FROM message m JOIN process p ON p.id = m.held_by WHERE m.status = 'sending'`,
    );
    const { rows: answers } = await database.query('SELECT FROM answer LIMIT 1');
    return answers.length > 0 && (rows[0]?.held ?? 0) > 0;
  });
  await victim?.kill();
  const killedAt = performance.now();
  const waiting = citizens.filter(({ waitingSince }) => waitingSince !== null);
  const since = new Map(waiting.map((citizen) => [citizen, citizen.waitingSince]));
  await until('whoever waited then has been answered', () =>
    waiting.every((citizen) => citizen.waitingSince !== since.get(citizen)),
  );
  expect(performance.now() - killedAt).toBeLessThan(5_000);
  await everybody;
  await checkEverything(citizens);
  for (const each of [...survivors, first, second]) expect(await each?.stop()).toBe(0);
}, 120_000);
