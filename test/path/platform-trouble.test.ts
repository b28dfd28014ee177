/** What the platforms do wrong, and what becomes of the conversation: nothing is lost, nothing comes twice that need not. */
import { describe, expect, it } from 'vitest';
import { changeChannel, connectChannel } from '../../prisma/channel.js';
import { refreshPair } from '../../prisma/token.js';
import { messengerAccount, zaloAccount } from '../support/accounts.js';
import { openHouse } from '../support/house.js';
import type { Phone } from '../support/phone.js';
import { until } from '../support/until.js';

const failed: string[] = [];
const house = await openHouse({
  watch: { tokenFailed: (_channel, { code }) => void failed.push(code) },
});
const hour = 3_600_000;

/** Lets the product's clock pass, and looks at once at what has fallen due. */
async function later(ms: number): Promise<void> {
  await house.advance(ms);
  house.path.outbox?.wake();
}

interface Row {
  status: string;
  attempts: number;
  doubts: number;
  error: string | null;
}
const messages = (since: number) =>
  house.rows<Row>('SELECT status, attempts, doubts, error FROM message WHERE id > $1 ORDER BY id', [since]);
const newest = async () =>
  (await house.rows<{ id: number }>('SELECT coalesce(max(id), 0)::int AS id FROM message'))[0]?.id ?? 0;

/** A phone in front of the first question. */
async function askedOn(platform: 'zalo' | 'messenger'): Promise<Phone> {
  const phone = await house.phone(platform);
  await house.toSurvey(phone);
  return phone;
}

describe('an answer that the Graph API takes badly is asked for once on the phone', () => {
  it.each([
    ['500', { kind: 'server-error' }],
    ['a page of HTML', { kind: 'html' }],
    ['a reset before it was taken', { kind: 'reset-before' }],
    ['a temporary error of its own', { kind: 'code', code: 2 }],
    ['a rate limit of its own', { kind: 'code', code: 613 }],
  ])('%s', async (_name, fault) => {
    const phone = await askedOn('messenger');
    const since = await newest();
    await house.fault({ ...fault, platform: 'messenger', path: 'messages', next: 1 });
    await phone.act({ text: '4' });
    await until('the fault has struck', async () => (await house.sandbox<unknown[]>('GET', 'faults')).length === 0);
    await until('the message is settled', async () => {
      await later(1_000);
      return (await messages(since)).every(({ status }) => status !== 'queued' && status !== 'sending');
    });
    expect((await phone.heard()).filter((text) => text.includes('Câu 2/3'))).toHaveLength(1);
    expect(await house.say(phone, '4')).toEqual([expect.stringContaining('Câu 3/3')]);
  });

  it.each([
    ['nothing', { kind: 'empty' }],
    ['half a body', { kind: 'half-body' }],
    ['broken JSON', { kind: 'wrong-json' }],
    ['a reset', { kind: 'reset-after' }],
  ])('%s, although it was taken: the echo says so before it is sent again', async (_name, fault) => {
    const phone = await askedOn('messenger');
    const since = await newest();
    await house.fault({ ...fault, platform: 'messenger', path: 'messages', next: 1 });
    await phone.act({ text: '4' });
    await until('the echo has settled it', async () => /sent|delivered/.test((await messages(since))[0]?.status ?? ''));
    await later(10_000);
    expect(await house.say(phone, '4')).toEqual([expect.stringContaining('Câu 3/3')]);
    expect((await phone.heard()).filter((text) => text.includes('Câu 2/3'))).toHaveLength(1);
  });

  it('no answer at all', async () => {
    const phone = await askedOn('messenger');
    await house.fault({ kind: 'hang', platform: 'messenger', path: 'messages', next: 1 });
    await phone.act({ text: '4' });
    await until(
      'it was given up and sent again',
      async () => {
        await later(1_000);
        return (await phone.heard()).some((text) => text.includes('Câu 2/3'));
      },
      { patienceMs: 18_000, everyMs: 100 },
    );
  });
});

describe('an answer that may or may not have been taken', () => {
  it('is sent again once and no more; then it stays in doubt, and the conversation goes on', async () => {
    await house.sandbox('POST', 'settings', { receipts: false });
    const phone = await askedOn('messenger');
    const since = await newest();
    await house.fault({ kind: 'empty', platform: 'messenger', path: 'messages', next: 2 });
    await phone.act({ text: '4' });
    await until('it is given up', async () => {
      await later(1_000);
      return (await messages(since))[0]?.status === 'in-doubt';
    });
    expect(await messages(since)).toMatchObject([{ status: 'in-doubt', doubts: 2, attempts: 2 }]);
    expect((await phone.heard()).filter((text) => text.includes('Câu 2/3'))).toHaveLength(2);
    await house.sandbox('POST', 'settings', { receipts: true });
    expect(await house.say(phone, '4')).toEqual([expect.stringContaining('Câu 3/3')]);
  });

  it('is settled by its echo, however late', async () => {
    await house.sandbox('POST', 'settings', { receipts: false });
    const phone = await askedOn('messenger');
    const since = await newest();
    await house.fault({ kind: 'empty', platform: 'messenger', path: 'messages', next: 2 });
    await phone.act({ text: '4' });
    await until('it is in doubt', async () => {
      await later(1_000);
      return (await messages(since))[0]?.status === 'in-doubt';
    });
    await house.sandbox('POST', 'settings', { receipts: true });
    const at = house.clock.now();
    const { pageId } = messengerAccount;
    const echo = (messageId: string, metadata: string, user: string) =>
      house.sandbox('POST', 'event', {
        platform: 'messenger',
        body: {
          object: 'page',
          entry: [
            {
              id: pageId,
              time: at,
              messaging: [
                {
                  sender: { id: pageId },
                  recipient: { id: user },
                  timestamp: at,
                  message: { mid: messageId, is_echo: true, app_id: 1, metadata },
                },
              ],
            },
          ],
        },
      });
    const other = await askedOn('messenger');
    await echo('m_not_ours', String(since + 1), other.user);
    await house.settled();
    expect(await messages(since)).toMatchObject([{ status: 'in-doubt' }, {}, {}, {}]);
    await echo('m_ours', String(since + 1), phone.user);
    await house.settled();
    expect((await messages(since))[0]).toMatchObject({ status: 'sent', error: null });
  });
});

it('429 with Retry-After: nothing to anybody before it is over, then everything in order', async () => {
  const [one, other] = [await askedOn('messenger'), await askedOn('messenger')];
  await house.fault({ kind: 'rate-limited', platform: 'messenger', path: 'messages', next: 1, retryAfterSeconds: 2 });
  await one.act({ text: '4' });
  const struckAt = await until('the fault has struck', async () =>
    (await house.traffic()).findLast(({ fault, status }) => fault === 'rate-limited' && status === 429),
  );
  await other.act({ text: '4' });
  await other.act({ text: '3' });
  await until('both are answered', async () => {
    const [heard, others] = [await one.heard(), await other.heard()];
    return heard.at(-1)?.includes('Câu 2/3') && others.at(-1)?.includes('Câu 3/3');
  });
  const next = (await house.traffic()).find(
    ({ seq, direction, path }) => seq > struckAt.seq && direction === 'call' && path.includes('messages'),
  );
  expect((next?.at ?? 0) - struckAt.at).toBeGreaterThanOrEqual(2_000);
  expect((await other.heard()).slice(-2)).toEqual([
    expect.stringContaining('Câu 2/3'),
    expect.stringContaining('Câu 3/3'),
  ]);
});

it('a window that closes between deciding and sending: nothing leaves, and it is said why', async () => {
  const phone = await askedOn('messenger');
  const since = await newest();
  await house.fault({ kind: 'rate-limited', platform: 'messenger', path: 'messages', next: 1, retryAfterSeconds: 1 });
  await phone.act({ text: '4' });
  await until('it waits', async () => (await messages(since))[0]?.error !== null);
  const before = (await house.sent(phone)).length;
  await later(25 * hour);
  await until('it is given up', async () => (await messages(since))[0]?.status === 'failed');
  expect(await messages(since)).toMatchObject([{ status: 'failed', error: 'window-closed' }]);
  expect(await house.sent(phone)).toHaveLength(before);
  expect(await house.say(phone, 'khảo sát')).toEqual([expect.stringContaining('ta đang ở câu 2/3')]);
});

it('a window that Meta says is closed is closed for us too', async () => {
  const phone = await askedOn('messenger');
  const since = await newest();
  await house.fault({ kind: 'code', code: 10, subcode: 2018278, platform: 'messenger', path: 'messages', next: 1 });
  await house.say(phone, '4');
  expect(await messages(since)).toMatchObject([{ status: 'failed', error: '10/2018278' }]);
  await until('the contact knows', async () => {
    const [row] = await house.rows<{ closed: boolean }>(
      `SELECT c.window_until <= to_timestamp($1 / 1000.0) AS closed FROM contact c
       JOIN message m ON m.contact_id = c.id WHERE m.id = $2`,
      [house.clock.now(), since + 1],
    );
    return row?.closed;
  });
});

describe("Zalo's access token", () => {
  const refreshes = async () => (await house.traffic()).filter(({ path }) => path.includes('oauth')).length;

  it('expires in the middle of ten conversations: refreshed once, and all go on', async () => {
    const phones = await Promise.all(Array.from({ length: 10 }, () => house.phone('zalo')));
    for (const phone of phones) await house.toSurvey(phone);
    const before = await refreshes();
    await believeLonger();
    await house.advance(26 * hour);
    await Promise.all(phones.map((phone) => phone.act({ text: '4' })));
    await house.settled();
    for (const phone of phones) expect((await phone.heard()).at(-1)).toContain('Câu 2/3');
    expect((await refreshes()) - before).toBe(1);
  });

  it('is of no more use the day after: refreshed before the next answer', async () => {
    const phone = await askedOn('zalo');
    await house.advance(26 * hour);
    expect(await house.say(phone, '4')).toEqual([expect.stringContaining('Câu 2/3')]);
  });

  it('cannot be refreshed any more: an alarm once, what people write is kept, and is answered when the OA is connected again', async () => {
    const phone = await askedOn('zalo');
    failed.length = 0;
    await house.sandbox('POST', 'tokens/revoke', {});
    const since = await newest();
    await phone.act({ text: '4' });
    await until('the message waits for a token', async () => (await messages(since))[0]?.error === 'no-token');
    await phone.act({ text: '5' });
    for (let tries = 0; tries < 8; tries += 1) {
      await later(60_000);
      await until('it has been looked at', async () =>
        (await messages(since)).every(({ status }) => status === 'queued'),
      );
    }
    expect(failed).toHaveLength(1);
    expect((await phone.heard()).at(-1)).toContain('Câu 1/3');

    await connectAgain();
    await house.path.announce('channels');
    await later(60_000);
    await house.settled();
    expect((await phone.heard()).slice(-2)).toEqual([
      expect.stringContaining('Câu 2/3'),
      expect.stringContaining('Câu 3/3'),
    ]);
  });
});

it('a Page whose token is withdrawn goes on hearing people, and answers when it is connected again', async () => {
  const phone = await askedOn('messenger');
  await house.fault({ kind: 'code', code: 190, subcode: 467, platform: 'messenger', path: 'messages', next: 1 });
  await phone.act({ text: '4' });
  const page = await until('the Page is stopped', async () => {
    const [row] = await house.rows<{ id: number; state_reason: string }>(
      `SELECT id, state_reason FROM channel WHERE platform = 'messenger' AND state = 'stopped'`,
    );
    return row;
  });
  expect(page.state_reason).toBe('190/467');
  expect((await phone.act({ text: '3' })).webhook).toMatchObject({ status: 200 });
  await until('it is handled', async () => {
    const [row] = await house.rows<{ waiting: number }>(
      'SELECT count(*)::int AS waiting FROM inbox WHERE handled_at IS NULL',
    );
    return row?.waiting === 0;
  });
  expect(await house.rows('SELECT id FROM inbox WHERE parked IS NOT NULL')).toEqual([]);
  await house.database.prisma.$transaction((tx) => changeChannel(tx, page.id, { state: 'connected' }));
  await house.settled();
  expect((await phone.heard()).slice(-2)).toEqual([
    expect.stringContaining('Câu 2/3'),
    expect.stringContaining('Câu 3/3'),
  ]);
});

it('a wrapper of buttons that Zalo refuses becomes numbered text at once', async () => {
  const phone = await house.phone('zalo');
  await house.sandbox('POST', 'settings', { zaloButtons: 'media' });
  await house.say(phone, 'xin chào');
  expect((await phone.heard()).at(-1)).toMatch(/1[.)].*Tôi đồng ý/s);
  expect(await house.say(phone, '1')).toEqual([expect.stringContaining('Anh/chị muốn làm gì?')]);
  await house.sandbox('POST', 'settings', { zaloButtons: 'both' });
});

/** Makes us take the present access token for valid longer than Zalo does: then it is Zalo that says so, in the middle of things. */
async function believeLonger(): Promise<void> {
  const [account] = house.path.accounts.ofPlatform('zalo');
  if (!account) throw new Error('no OA');
  await refreshPair(house.database.pool, house.keys.sealer, account.id, async (pair) => ({
    ...pair,
    expiresAt: pair.expiresAt + 100 * hour,
  }));
  house.path.tokens.forget(account.id);
}

/** An administrator of the OA grants access anew: a code, and for the code a first pair. */
async function connectAgain(): Promise<void> {
  const { appId, appSecret, oaId, oaSecretKey } = zaloAccount;
  const oauth = `${house.sandboxUrl}/fakes/zalo-oauth/v4/oa`;
  const redirect = new URLSearchParams({ app_id: appId, redirect_uri: 'http://localhost/' });
  const granted = await fetch(`${oauth}/permission?${redirect}`, { redirect: 'manual' });
  const code = new URL(granted.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const answer = await fetch(`${oauth}/access_token`, {
    method: 'POST',
    headers: { secret_key: appSecret, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ app_id: appId, grant_type: 'authorization_code', code }),
  });
  const pair = (await answer.json()) as { access_token: string; refresh_token: string };
  const now = house.clock.now();
  const fakes = `${house.sandboxUrl}/fakes`;
  await connectChannel(house.database.prisma, house.keys.sealer, {
    platform: 'zalo',
    accountId: oaId,
    name: 'Zalo OA',
    secrets: { appId, appSecret, oaSecretKey },
    settings: { openapiUrl: `${fakes}/zalo`, businessUrl: `${fakes}/zalo-business`, oauthUrl: `${fakes}/zalo-oauth` },
    tokens: {
      accessToken: pair.access_token,
      refreshToken: pair.refresh_token,
      issuedAt: now,
      expiresAt: now + 25 * hour,
    },
  });
}
