/** What people are told when something is wrong: in their language, with the cure, and without a glimpse into the machine. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { statusOf } from '../../api/errors.js';
import { languageOf } from '../../api/language.js';
import { neighbourhoodOf } from '../../api/plugins/address.js';
import { problemsOf, speakProblem } from '../../api/problems.js';
import en from '../../locales/en/api.json' with { type: 'json' };
import vi from '../../locales/vi/api.json' with { type: 'json' };
import { openDatabase } from '../../prisma/client.js';
import { startApi } from './support.js';

const world = await startApi();
const admin = world.as('administrator');
const json = { 'content-type': 'application/json' };

describe('the catalogue', () => {
  it('says every error in both languages', () => {
    for (const words of [vi, en]) {
      const told = Object.keys(words).filter((key) => key.startsWith('errors.'));
      expect(told.sort()).toEqual(
        Object.keys(statusOf)
          .map((code) => `errors.${code}`)
          .sort(),
      );
    }
  });

  it('has the same keys and the same blanks in both languages, and a cure for every problem', () => {
    const blanks = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
    expect(Object.keys(en)).toEqual(Object.keys(vi));
    for (const [key, text] of Object.entries(vi))
      expect([key, blanks(text)]).toEqual([key, blanks(en[key as keyof typeof en])]);
    for (const key of Object.keys(vi).filter((each) => each.startsWith('problems.'))) {
      expect(vi).toHaveProperty([key.replace('problems.', 'cures.')]);
    }
  });

  it('has words for whatever zod can find wrong', () => {
    const schema = z.strictObject({
      missing: z.string(),
      string: z.string(),
      number: z.number(),
      int: z.int(),
      boolean: z.boolean(),
      object: z.object({}),
      array: z.array(z.string()),
      date: z.date(),
      short: z.string().min(3),
      long: z.string().max(1),
      few: z.array(z.number()).min(1),
      many: z.array(z.number()).max(1),
      low: z.number().min(1),
      high: z.number().max(1),
      email: z.email(),
      id: z.guid(),
      url: z.url(),
      time: z.iso.datetime(),
      choice: z.enum(['a', 'b']),
      own: z.string().regex(/^x/, 'not-agency-code'),
      said: z.string().regex(/^x/, 'begin with x'),
      union: z.union([z.string(), z.boolean()]),
      step: z.number().multipleOf(2),
      map: z.map(z.string(), z.string()),
      record: z.record(z.string().max(1), z.string()),
    });
    const given = {
      string: 1,
      number: 'x',
      int: 1.5,
      boolean: 'x',
      object: 'x',
      array: 'x',
      date: 'x',
      short: 'x',
      long: 'xx',
      few: [],
      many: [1, 2],
      low: 0,
      high: 2,
      email: 'x',
      id: 'x',
      url: 'x',
      time: 'x',
      choice: 'c',
      own: 'y',
      said: 'y',
      union: 1,
      step: 3,
      map: 'x',
      record: { long: 'x' },
      extra: 1,
    };
    const { error } = schema.safeParse(given, { reportInput: true });
    const problems = problemsOf(error?.issues ?? []);
    expect(problems.map(({ path }) => path)).toEqual([
      ...Object.keys(schema.shape).filter((key) => key !== 'record'),
      'record.long',
      '',
    ]);
    for (const problem of problems) {
      expect(en).toHaveProperty([`problems.${problem.key}`]);
      const spoken = speakProblem(world.context.words, 'en', problem);
      expect(spoken.message + spoken.cure).not.toMatch(/\{\{/);
    }
  });
});

describe('an answer to something wrong', () => {
  it.each([
    ['an address that is not there', () => admin('GET', '/nothing'), 404, 'no-such-address'],
    ['a page that is not there', () => admin('GET', '/api/nothing'), 404, 'no-such-address'],
    ['a body that is not JSON', () => admin('POST', '/agencies', '{"code":', json), 400, 'invalid-json'],
    ['an empty body', () => admin('POST', '/agencies', '', json), 400, 'invalid-json'],
    ['a body of two megabytes', () => admin('POST', '/agencies', { code: 'x'.repeat(2 ** 21) }), 413, 'too-large'],
    [
      'a form',
      () => admin('POST', '/agencies', 'code=1', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'unsupported-media-type',
    ],
    [
      'a polluted prototype',
      () => admin('POST', '/agencies', '{"__proto__":{"admin":true}}', json),
      400,
      'invalid-json',
    ],
  ])('%s: %3$i %4$s', async (_, call, status, code) => {
    const answer = await call();
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.json).toEqual({ code, message: expect.any(String), requestId: answer.headers['x-request-id'] });
  });

  it.each([
    [undefined, 'vi', 'Không có địa chỉ này.'],
    ['en', 'en', 'There is no such address.'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi', 'Không có địa chỉ này.'],
  ])('is in the language of the reader: %s', async (header, language, beginning) => {
    const answer = await admin('GET', '/nothing', undefined, header ? { 'accept-language': header } : {});
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.json.message.startsWith(beginning)).toBe(true);
  });

  it('never quotes what was typed: it may be a password', async () => {
    const answer = await admin('POST', '/officials', {
      email: 'typed-email',
      password: 'pw-typed',
      name: 7,
      role: 'typed-role',
    });
    expect(answer.json.problems).toHaveLength(4);
    expect(answer.text).not.toMatch(/typed/);
  });

  it.each([
    ['NUL', { code: 'H1', name: { vi: 'a\u0000b', en: 'x' } }, 'name.vi'],
    ['half a character', { code: 'H1', name: { vi: 'a\ud83d', en: 'x' } }, 'name.vi'],
  ])('takes %s for what it is and not for a failure of ours', async (_, body, path) => {
    const answer = await admin('POST', '/agencies', body);
    expect([answer.status, answer.json.problems[0].path]).toEqual([400, path]);
  });

  it('is not overrun by a hundred thousand brackets', async () => {
    const answer = await admin('POST', '/surveys/check', '['.repeat(100_000) + ']'.repeat(100_000), json);
    expect([answer.status, answer.json.ok]).toEqual([200, false]);
  });
});

describe('a failure of ours', () => {
  it('shows neither stack nor SQL, and the log finds it by the request id', async () => {
    await world.database.pool.query('ALTER TABLE agency RENAME COLUMN code TO kode');
    const answer = await admin('GET', '/agencies', undefined, { 'accept-language': 'en' });
    await world.database.pool.query('ALTER TABLE agency RENAME COLUMN kode TO code');
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      code: 'internal',
      message: expect.stringContaining('request id'),
      requestId: expect.any(String),
    });
    expect(answer.text).not.toMatch(/column|SELECT|prisma|node_modules/i);
    expect(
      world.logs.find((line) => line.includes(answer.json.requestId) && line.includes('answered internal')),
    ).toBeDefined();
  });

  it('is "try again" while the database is away', async () => {
    const away = openDatabase('postgresql://nobody@127.0.0.1:1/nothing');
    const alone = await startApi();
    const { prisma } = alone.context.database;
    alone.context.database.prisma = away.prisma;
    const answer = await alone.as('administrator')('GET', '/agencies');
    alone.context.database.prisma = prisma;
    await away.close();
    expect([answer.status, answer.json.code]).toEqual([503, 'unavailable']);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.text).not.toContain('127.0.0.1');
  });
});

it('one line is logged per request, by its pattern and without what was asked for', async () => {
  const before = world.logs.length;
  await admin('GET', '/contacts/00000000-0000-4000-8000-000000000000?name=Lan');
  const lines = world.logs.slice(before).map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      method: 'GET',
      route: '/api/v1/contacts/:id',
      status: 404,
      officialId: world.officials.administrator.id,
      requestId: expect.any(String),
    },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/Lan|127\.0\.0\.1|Bearer/);
});

it.each([
  [undefined, 'vi'],
  ['', 'vi'],
  ['en', 'en'],
  ['en-GB', 'en'],
  ['EN', 'en'],
  ['fr,en;q=0.5', 'en'],
  ['en;q=0.5, vi', 'vi'],
  ['vi;q=0, en', 'en'],
  ['fr', 'vi'],
  ['*', 'vi'],
  ['en;q=nonsense', 'vi'],
])('Accept-Language "%s" means %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:0db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the address %s is counted as %s', (ip, counted) => {
  expect(neighbourhoodOf(ip)).toBe(counted);
});
