/** Bad input gets a clear answer and loses nothing: each line of the promise is a test here. */
import { randomBytes } from 'node:crypto';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { signTap } from '../../bot/channels/tap.js';
import { contactIdOf } from '../../prisma/seal.js';
import { zaloAccount } from '../support/accounts.js';
import { openHouse } from '../support/house.js';
import type { Phone, Platform } from '../support/phone.js';
import { itemFrom, nextId, pageBatch, signed, tapEventAt, textEventAt, zaloSigned } from '../support/raw-events.js';
import { until } from '../support/until.js';

const parked: string[] = [];
const house = await openHouse({ watch: { parked: (contact) => void parked.push(contact) } });
const textEvent = (phone: Phone, text: string) => textEventAt(house.clock.now(), phone, text);
const tapEvent = (phone: Phone, payload: string) => tapEventAt(house.clock.now(), phone, payload);
const both: Platform[] = ['zalo', 'messenger'];

const stored = async () => {
  const [row] = await house.rows<{ inbox: number; stray: number }>(
    'SELECT (SELECT count(*) FROM inbox)::int AS inbox, (SELECT count(*) FROM stray)::int AS stray',
  );
  return row ?? { inbox: 0, stray: 0 };
};

/** Posts as it stands, without the sandbox's knowing. */
async function post(platform: Platform, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await request(`${house.url}/webhooks/${platform}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.statusCode, text: await response.body.text() };
}

/** A rightly signed delivery, as the sandbox's own way to say what no phone can. */
const deliver = (platform: Platform, body: unknown) =>
  house.sandbox<{ status: number }>('POST', 'event', { platform, body });

const answersOf = async ({ platform, user }: Phone) => {
  const account = house.path.accounts.ofPlatform(platform)[0];
  const rows = await house.rows<{ question: string; value: unknown; changes: number }>(
    `SELECT a.question, a.value, a.changes FROM answer a JOIN response_owner o USING (response_id) JOIN response r ON r.id = a.response_id
     WHERE o.contact_id = $1 ORDER BY r.started_at, a.position`,
    [contactIdOf(house.keys.contactKey, account?.id ?? 0, user)],
  );
  return rows.map(({ question, value }) => `${question} ${(value as { number?: number }).number}`);
};

describe('wrong or missing signature: 401, and nothing is stored', () => {
  it.each(both.flatMap((platform) => (['wrong', 'missing'] as const).map((signature) => ({ platform, signature }))))(
    '$platform, $signature',
    async ({ platform, signature }) => {
      const before = await stored();
      const phone = await house.phone(platform);
      const body = textEvent(phone, 'xin chào');
      const outcome = await house.sandbox<{ status: number; body: string }>('POST', 'event', {
        platform,
        body,
        signature,
      });
      expect(outcome.status).toBe(401);
      expect(outcome.body).toContain('app secret');
      expect(await stored()).toEqual(before);
    },
  );

  it('a body that was changed on its way', async () => {
    const before = await stored();
    const body = JSON.stringify(textEvent(await house.phone('messenger'), '5'));
    expect((await post('messenger', body.replace('"5"', '"1"'), signed(body))).status).toBe(401);
    expect(await stored()).toEqual(before);
  });

  it('of a platform that we do not serve: 404', async () => {
    expect((await post('telegram' as Platform, '{}')).status).toBe(404);
  });
});

describe('empty body', () => {
  it('is the probe that Zalo sends when the address is saved: 200, and nothing is stored', async () => {
    const before = await stored();
    expect((await post('zalo', '')).status).toBe(200);
    expect((await post('zalo', '{}')).status).toBe(200);
    expect(await stored()).toEqual(before);
  });

  it('from whoever says to be Messenger: 401; rightly signed: kept as unreadable', async () => {
    expect((await post('messenger', '')).status).toBe(401);
    const before = await stored();
    expect((await post('messenger', '', signed(''))).status).toBe(200);
    expect(await stored()).toEqual({ ...before, stray: before.stray + 1 });
  });

  it.each(both)('without a content type on %s', async (platform) => {
    const response = await request(`${house.url}/webhooks/${platform}`, { method: 'POST' });
    await response.body.dump();
    expect(response.statusCode).toBe(platform === 'zalo' ? 200 : 401);
  });
});

it.each(both)('2 MB body on %s: 413 before it is looked at, and nothing is stored', async (platform) => {
  const before = await stored();
  const body = Buffer.alloc(2 * 1024 * 1024, 'x');
  expect((await post(platform, body, signed(body))).status).toBe(413);
  expect(await stored()).toEqual(before);
});

it.each<[string, Platform, string]>([
  [
    'cut off',
    'zalo',
    `{"app_id":"${zaloAccount.appId}","event_name":"user_send_text","timestamp":"${Date.now()}","message":{`,
  ],
  ['cut off', 'messenger', '{"object":"page","entry":[{"id":"1","messaging":[{"sender":'],
  ['no object', 'messenger', '[1,2,3]'],
  ['not even text', 'messenger', '\u0000\u0001\u0002'],
])(
  'bad JSON (%s), rightly signed on %s: 200, kept as unreadable, readable by us again',
  async (_how, platform, body) => {
    const before = await stored();
    const sent =
      platform === 'messenger'
        ? await post(platform, body, signed(body))
        : await post(platform, body, zaloSigned(body));
    expect(sent.status).toBe(200);
    expect(await stored()).toEqual({ ...before, stray: before.stray + 1 });
    const [row] = await house.rows<{ kind: string; body_sealed: Buffer }>(
      'SELECT kind, body_sealed FROM stray ORDER BY id DESC LIMIT 1',
    );
    expect(row?.kind).toBe('unreadable');
    expect(house.keys.sealer.open(row?.body_sealed ?? Buffer.alloc(0))).toBe(body);
  },
);

it.each(both)('unknown event on %s: 200, kept, and nobody is answered', async (platform) => {
  const phone = await house.phone(platform);
  const at = house.clock.now();
  const body =
    platform === 'zalo'
      ? {
          app_id: zaloAccount.appId,
          oa_id: zaloAccount.oaId,
          event_name: 'user_dreamt',
          sender: { id: phone.user },
          timestamp: String(at),
        }
      : pageBatch([itemFrom(at, phone, { dream: { of: 'sheep' } })]);
  const before = await stored();
  expect((await deliver(platform, body)).status).toBe(200);
  const after = await stored();
  expect(after.inbox + after.stray).toBe(before.inbox + before.stray + 1);
  await house.settled();
  expect(await phone.heard()).toEqual([]);
});

it('an account that we do not serve: kept apart, nobody is answered', async () => {
  const before = await stored();
  const at = house.clock.now();
  const body = {
    object: 'page',
    entry: [
      {
        id: '555',
        time: at,
        messaging: [
          { sender: { id: '1' }, recipient: { id: '555' }, timestamp: at, message: { mid: 'm_x', text: 'a' } },
        ],
      },
    ],
  };
  expect((await deliver('messenger', body)).status).toBe(200);
  expect(await stored()).toEqual({ ...before, stray: before.stray + 1 });
});

describe('strange text, where a level from 1 to 5 is asked for', () => {
  it.each<[string, string]>([
    ['a million characters', 'a'.repeat(1_000_000)],
    ['NUL', 'ab\u0000cd'],
    ['lone surrogates', 'x\ud83dy\ude00z'],
    ['marks typed as separate characters (NFD)', 'rất tệ'.normalize('NFD')],
    ['right-to-left marks', '\u202e\u200fgnourt\u200f'],
    ['emoji only', '😡👎🏽👨‍👩‍👧‍👦🇻🇳'],
    ['a mark a thousand times on one letter', `a${'\u0301'.repeat(1_000)}`],
    ['what looks like a statement of SQL', `'; DROP TABLE answer; --`],
    ['what looks like markup', '<script>alert(1)</script>'],
    ['blanks only', ' \u00a0\u3000\n'],
  ])('%s', async (_what, text) => {
    for (const platform of both) {
      const phone = await house.phone(platform);
      await house.toSurvey(phone);
      const before = (await phone.heard()).length;
      const started = performance.now();
      expect((await deliver(platform, textEvent(phone, text))).status).toBe(200);
      await house.settled();
      expect(performance.now() - started).toBeLessThan(4_000);
      const said = (await phone.heard()).slice(before);
      expect(said.join().length).toBeLessThan(2_000);
      expect(await answersOf(phone)).toEqual([]);
      expect(await house.say(phone, '4')).toEqual([expect.stringContaining('Câu 2/3')]);
      expect(parked).toEqual([]);
    }
  });

  it('typed digits with marks around them still count', async () => {
    const phone = await house.phone('zalo');
    await house.toSurvey(phone);
    await deliver('zalo', textEvent(phone, '\u200f 4 \u200e'));
    await house.settled();
    expect(await answersOf(phone)).toEqual(['staff 4']);
  });
});

it.each(both)('the same event 50 times at once on %s is one event', async (platform) => {
  const phone = await house.phone(platform);
  await house.toSurvey(phone);
  const before = (await phone.heard()).length;
  const event = textEvent(phone, '4');
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => deliver(platform, event)));
  expect(outcomes.every(({ status }) => status === 200)).toBe(true);
  await house.settled();
  expect((await phone.heard()).slice(before)).toEqual([expect.stringContaining('Câu 2/3')]);
  expect((await deliver(platform, event)).status).toBe(200);
  await house.settled();
  expect(await answersOf(phone)).toEqual(['staff 4']);
});

it.each(both)('taps that arrive in the wrong order on %s give the answers of the right one', async (platform) => {
  const phone = await house.phone(platform);
  await house.toSurvey(phone);
  const payloadOf = (question: string, option: string) => signedPayload(phone, question, option);
  for (const [question, option] of [
    ['overall', '2'],
    ['time', '3'],
    ['staff', '4'],
  ] as const) {
    await deliver(platform, tapEvent(phone, await payloadOf(question, option)));
    await house.settled();
  }
  expect(await answersOf(phone)).toEqual(['staff 4', 'time 3', 'overall 2']);
});

/** A button of the present session, as it would stand under that question. */
async function signedPayload(phone: Phone, node: string, option: string): Promise<string> {
  const title = (await phone.options())[0] ?? '';
  const [, session = ''] = (await phone.payload(title)).split(':');
  const account = house.path.accounts.ofPlatform(phone.platform)[0];
  const contact = contactIdOf(house.keys.contactKey, account?.id ?? 0, phone.user);
  return signTap(house.keys.tapKey, contact, { session, node, option });
}

describe('a photo where a number is asked', () => {
  it.each<[string, Record<string, unknown>]>([
    ['photo', { photo: true }],
    ['sticker', { sticker: true }],
    ['voice message', { audio: true }],
    ['location', { location: true }],
    ['file', { file: true }],
  ])('a %s gets a hint, and the question stands', async (_what, act) => {
    for (const platform of both) {
      const phone = await house.phone(platform);
      await house.toSurvey(phone);
      const said = await house.say(phone, act);
      expect(said).toEqual([expect.stringContaining('Anh/chị vui lòng chọn một mức')]);
      expect(said[0]).toContain('Câu 1/3');
      expect(await house.say(phone, '4')).toEqual([expect.stringContaining('Câu 2/3')]);
    }
  });
});

it('one poisonous event among 49 good ones in a batch: the 49 are answered, the one is set aside with its reason', async () => {
  const phones = await Promise.all(Array.from({ length: 50 }, () => house.phone('messenger')));
  for (const phone of phones) await house.toSurvey(phone);
  const [poisoned, ...good] = phones;
  if (!poisoned) throw new Error('nobody');
  const contact = contactIdOf(
    house.keys.contactKey,
    house.path.accounts.ofPlatform('messenger')[0]?.id ?? 0,
    poisoned.user,
  );
  const [kept] = await house.rows<{ state_sealed: Buffer }>('SELECT state_sealed FROM session WHERE contact_id = $1', [
    contact,
  ]);
  await house.rows('UPDATE session SET state_sealed = $2 WHERE contact_id = $1', [contact, randomBytes(80)]);

  const at = house.clock.now();
  const batch = pageBatch(phones.map((phone) => itemFrom(at, phone, { message: { mid: `m_${nextId()}`, text: '4' } })));
  expect((await deliver('messenger', batch)).status).toBe(200);
  await house.settled();
  for (const phone of good) expect((await phone.heard()).at(-1)).toContain('Câu 2/3');
  const [set] = await house.rows<{ parked: string }>('SELECT parked FROM inbox WHERE parked IS NOT NULL');
  expect(set?.parked).toMatch(/^SealError in /);
  await until('it was told', () => parked.includes(contact));

  await house.rows('UPDATE session SET state_sealed = $2 WHERE contact_id = $1', [contact, kept?.state_sealed]);
  expect(await house.say(poisoned, '5')).toEqual([expect.stringContaining('Câu 2/3')]);
  expect(await answersOf(poisoned)).toEqual(['staff 5']);
});

it('what PostgreSQL refuses takes nothing else with it: a poisonous row in a group is parked alone', async () => {
  const [one, other] = [await house.phone('zalo'), await house.phone('zalo')];
  await house.toSurvey(one);
  await house.toSurvey(other);
  await house.rows(`ALTER TABLE answer ADD CONSTRAINT no_five CHECK (value ->> 'number' <> '5') NOT VALID`);
  try {
    await Promise.all([one.act({ text: '5' }), other.act({ text: '4' })]);
    await house.settled();
  } finally {
    await house.rows('ALTER TABLE answer DROP CONSTRAINT no_five');
  }
  expect((await other.heard()).at(-1)).toContain('Câu 2/3');
  expect((await one.heard()).at(-1)).toContain('Câu 1/3');
  const [set] = await house.rows<{ parked: string }>(`SELECT parked FROM inbox WHERE parked LIKE '%23514%'`);
  expect(set?.parked).toMatch(/^error 23514 in /);
  expect(await house.say(one, '3')).toEqual([expect.stringContaining('Câu 2/3')]);
});

it('a menu command nobody made is no command', async () => {
  const phone = await house.phone('zalo');
  await house.toSurvey(phone);
  for (const payload of ['#ln:constructor', '#ln:to-string', '#ln:x', '#ln1:', '#ln1:a:b:c:d:e'])
    expect((await house.say(phone, payload)).length).toBeGreaterThan(0);
  expect(await answersOf(phone)).toEqual([]);
  expect(await house.rows(`SELECT id FROM inbox WHERE parked LIKE 'TypeError%'`)).toEqual([]);
});
