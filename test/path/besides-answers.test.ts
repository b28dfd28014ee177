/** What happens beside questions and answers: receipts, echoes, farewells, wishes to be forgotten, time that passes. */
import { describe, expect, it } from 'vitest';
import { job as expireSessions } from '../../bot/crons/expire-sessions.js';
import { job as refreshTokens } from '../../bot/crons/refresh-tokens.js';
import type { JobContext } from '../../bot/jobs/context.js';
import { createLogger } from '../../bot/runtime/logger.js';
import { contactIdOf } from '../../prisma/seal.js';
import { openHouse } from '../support/house.js';
import type { Phone, Platform } from '../support/phone.js';
import { until } from '../support/until.js';

const house = await openHouse();
const hour = 3_600_000;
const day = 24 * hour;
const { say, tap } = house;

const contactOf = ({ platform, user }: Phone) =>
  contactIdOf(house.keys.contactKey, house.path.accounts.ofPlatform(platform)[0]?.id ?? 0, user);
const contact = async (phone: Phone) => {
  const [row] = await house.rows<{
    consented: boolean | null;
    opted_out_at: Date | null;
    reach: string;
    person_wrote_at: Date | null;
    window_until: Date | null;
  }>('SELECT * FROM contact WHERE id = $1', [contactOf(phone)]);
  if (!row) throw new Error('no such contact');
  return row;
};
const statuses = async (phone: Phone) =>
  (
    await house.rows<{ status: string }>('SELECT status FROM message WHERE contact_id = $1 ORDER BY id', [
      contactOf(phone),
    ])
  ).map(({ status }) => status);
const jobContext = {
  database: house.database,
  keys: house.keys,
  channels: house.channels,
  accounts: house.path.accounts,
  tokens: house.path.tokens,
  intake: house.path.intake,
  clock: house.clock,
  logger: createLogger({ level: 'silent' }),
} satisfies JobContext;
const run = { id: '1', attempt: 1, signal: new AbortController().signal };

describe.each<Platform>(['zalo', 'messenger'])('on %s', (platform) => {
  it('our own messages are known to have arrived, and to have been read', async () => {
    const phone = await house.phone(platform);
    await say(phone, 'xin chào');
    await until('all have arrived', async () => (await statuses(phone)).every((status) => status === 'delivered'));
    await phone.act({ seen: true });
    await until('all have been read', async () => (await statuses(phone)).every((status) => status === 'read'));
  });

  it('an official writes in the platform’s own inbox: noted, and nothing is said to it', async () => {
    const phone = await house.phone(platform);
    await say(phone, 'xin chào');
    const before = await phone.heard();
    expect((await contact(phone)).person_wrote_at).toBeNull();
    await house.sandbox('POST', 'official', { platform, user: phone.user, text: 'Chào anh, tôi là cán bộ một cửa.' });
    await house.settled();
    expect((await contact(phone)).person_wrote_at).toBeInstanceOf(Date);
    expect(await phone.heard()).toEqual(before);
  });

  it('our own echo is no official', async () => {
    const phone = await house.phone(platform);
    await say(phone, 'xin chào');
    await until('the echoes were handled', async () =>
      (await statuses(phone)).every((status) => status === 'delivered'),
    );
    await house.settled();
    expect((await contact(phone)).person_wrote_at).toBeNull();
  });

  it('erase my data, after a yes: stored with a code that the person is told', async () => {
    const phone = await house.phone(platform);
    const asked = await say(phone, 'xoá dữ liệu');
    expect(asked.join()).not.toContain('Anh/chị có đồng ý không?');
    const said = await tap(phone, 'Có, xoá dữ liệu');
    const [request] = await house.rows<{ code: string; source: string }>(
      'SELECT code, source FROM erasure_request WHERE contact_id = $1',
      [contactOf(phone)],
    );
    expect(request?.source).toBe('chat');
    expect(said.join()).toContain(request?.code);
  });

  it('a session whose time is over is closed by the clock, with a word only while the window is open', async () => {
    const phone = await house.phone(platform);
    await house.toSurvey(phone);
    await say(phone, '4');
    const before = await phone.heard();
    await house.advance(15 * day);
    await expireSessions.run({}, jobContext, run);
    await expireSessions.run({}, jobContext, run);
    await house.settled();
    const rows = await house.rows<{ state: string }>(
      'SELECT state FROM response r JOIN response_owner o ON o.response_id = r.id WHERE o.contact_id = $1',
      [contactOf(phone)],
    );
    expect(rows).toEqual([{ state: 'expired' }]);
    expect(await phone.heard()).toEqual(before);
    const looks = async () =>
      house.rows(`SELECT id FROM inbox WHERE kind = 'time-passed' AND contact_id = $1`, [contactOf(phone)]);
    expect(await looks()).toHaveLength(1);
    await house.advance(3 * day);
    await expireSessions.run({}, jobContext, run);
    expect(await looks()).toHaveLength(1);
    expect((await say(phone, '4')).join()).toContain('Tôi chưa hiểu ý anh/chị');
  });

  it('the same survey within a month is a new response, and the old one stays', async () => {
    const phone = await house.phone(platform);
    await house.toSurvey(phone);
    for (const level of ['4', '4', '4']) await say(phone, level);
    await say(phone, 'khảo sát');
    await say(phone, '1');
    const rows = await house.rows<{ state: string; answers: number }>(
      `SELECT r.state, (SELECT count(*)::int FROM answer a WHERE a.response_id = r.id) AS answers
       FROM response r JOIN response_owner o ON o.response_id = r.id WHERE o.contact_id = $1 ORDER BY r.started_at`,
      [contactOf(phone)],
    );
    expect(rows).toEqual([
      { state: 'finished', answers: 3 },
      { state: 'open', answers: 1 },
    ]);
  });

  it('whoever opts out is still answered when they write', async () => {
    const phone = await house.phone(platform);
    await house.toSurvey(phone);
    await say(phone, 'ngừng nhận tin');
    expect((await contact(phone)).opted_out_at).toBeInstanceOf(Date);
    expect((await say(phone, 'menu')).length).toBeGreaterThan(0);
    await say(phone, 'nhận tin');
    expect((await contact(phone)).opted_out_at).toBeNull();
  });
});

it('Zalo says that a person withdraws: consent gone, nothing more is asked, the wish to be forgotten is kept', async () => {
  const phone = await house.phone('zalo');
  await house.toSurvey(phone);
  await say(phone, '4');
  const before = await phone.heard();
  await phone.act({ withdraw: true });
  await house.settled();
  expect(await contact(phone)).toMatchObject({ consented: false, opted_out_at: expect.any(Date) });
  expect(
    await house.rows('SELECT source, platform FROM erasure_request WHERE contact_id = $1', [contactOf(phone)]),
  ).toEqual([{ source: 'platform-event', platform: 'zalo' }]);
  expect(
    await house.rows(
      'SELECT state FROM response r JOIN response_owner o ON o.response_id = r.id WHERE o.contact_id = $1',
      [contactOf(phone)],
    ),
  ).toEqual([{ state: 'stopped' }]);
  expect(await phone.heard()).toEqual(before);
  expect((await say(phone, 'khảo sát')).join()).toContain('Anh/chị có đồng ý không?');
});

it("Meta's deletion callback is stored and answered with a code and an address that says how far it is", async () => {
  const phone = await house.phone('messenger');
  await house.toSurvey(phone);
  await phone.act({ withdraw: true });
  const call = (await house.traffic()).findLast(({ event }) => event === 'data deletion');
  expect(call?.status).toBe(200);
  const { url, confirmation_code: code } = JSON.parse(call?.response ?? '{}') as Record<string, string>;
  expect(url).toBe(`http://localhost/webhooks/messenger/deletion/${code}`);
  const [request] = await house.rows<{ source: string; subject_sealed: Buffer }>(
    'SELECT source, subject_sealed FROM erasure_request WHERE code = $1',
    [code],
  );
  expect(request?.source).toBe('platform-callback');
  expect(house.keys.sealer.open(request?.subject_sealed ?? Buffer.alloc(0))).toMatch(/^\d+$/);
  const page = await fetch(`${house.url}/webhooks/messenger/deletion/${code}`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('đang được thực hiện')]);
  await house.rows('UPDATE erasure_request SET done_at = now() WHERE code = $1', [code]);
  expect(await (await fetch(`${house.url}/webhooks/messenger/deletion/${code}`)).text()).toContain('đã thực hiện xong');
  expect((await fetch(`${house.url}/webhooks/messenger/deletion/no-such`)).status).toBe(404);
});

it('a forged deletion callback is refused', async () => {
  const forged = `${'A'.repeat(43)}.${Buffer.from('{"user_id":"1","algorithm":"HMAC-SHA256","issued_at":1}').toString('base64url')}`;
  const response = await fetch(`${house.url}/webhooks/messenger/deletion`, {
    method: 'POST',
    body: new URLSearchParams({ signed_request: forged }),
  });
  expect(response.status).toBe(401);
  expect((await fetch(`${house.url}/webhooks/zalo/deletion`, { method: 'POST' })).status).toBe(404);
});

it('what a person deletes on their side we do not keep either', async () => {
  const phone = await house.phone('messenger');
  await house.toSurvey(phone);
  const { messageId } = await phone.act({ text: 'số của tôi là 0912 345 678' });
  await house.settled();
  await phone.act({ delete: { messageId } });
  await house.settled();
  const events = await house.rows<{ event_sealed: Buffer }>('SELECT event_sealed FROM inbox WHERE contact_id = $1', [
    contactOf(phone),
  ]);
  expect(events.map(({ event_sealed: sealed }) => house.keys.sealer.open(sealed)).join()).not.toContain('0912');
});

it('a menu of Messenger works before and after the greeting', async () => {
  const phone = await house.phone('messenger');
  const press = async (payload: string) => {
    const account = house.path.accounts.ofPlatform('messenger')[0]?.accountId;
    await phone.act({ react: { messageId: 'm_any' } });
    const before = (await phone.heard()).length;
    const at = house.clock.now();
    const item = {
      sender: { id: phone.user },
      recipient: { id: account },
      timestamp: at,
      postback: { mid: `m_${payload}_${at}`, title: 'x', payload },
    };
    await house.sandbox('POST', 'event', {
      platform: 'messenger',
      body: { object: 'page', entry: [{ id: account, time: at, messaging: [item] }] },
    });
    await house.settled();
    return (await phone.heard()).slice(before);
  };
  expect((await press('#ln:start')).join()).toContain('anh/chị đang nói chuyện với máy');
  expect((await press('#ln:survey')).join()).toContain('Anh/chị có đồng ý không?');
  await tap(phone, 'Tôi đồng ý');
  expect((await press('#ln:menu')).join()).toContain('Anh/chị muốn làm gì?');
  expect((await press('#ln:survey')).join()).toContain('ta đang ở câu 1/3');
});

it('tokens are refreshed at 60 % of their life by the scheduled job, and not before', async () => {
  const refreshes = async () => (await house.traffic()).filter(({ path }) => path.includes('oauth')).length;
  await refreshTokens.run({}, jobContext, run);
  const before = await refreshes();
  await refreshTokens.run({}, jobContext, run);
  await house.advance(14 * hour);
  await refreshTokens.run({}, jobContext, run);
  expect(await refreshes()).toBe(before);
  await house.advance(2 * hour);
  await Promise.all([refreshTokens.run({}, jobContext, run), refreshTokens.run({}, jobContext, run)]);
  expect(await refreshes()).toBe(before + 1);
});

it('two people write the same at the same time: each has answers of their own', async () => {
  const phones = await Promise.all(
    (['zalo', 'messenger', 'zalo', 'messenger'] as const).map((one) => house.phone(one)),
  );
  for (const phone of phones) await house.toSurvey(phone);
  await Promise.all(phones.map((phone, index) => phone.act({ text: String(index + 1) })));
  await house.settled();
  for (const [index, phone] of phones.entries())
    expect(
      await house.rows(
        `SELECT a.value ->> 'number' AS level FROM answer a JOIN response_owner o USING (response_id) WHERE o.contact_id = $1`,
        [contactOf(phone)],
      ),
    ).toEqual([{ level: String(index + 1) }]);
});
