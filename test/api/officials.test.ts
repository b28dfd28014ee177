import { describe, expect, it } from 'vitest';
import { whileLocked } from './locked.js';
import { caller, startApi } from './support.js';

const world = await startApi();
const admin = world.as('administrator');
const missing = '00000000-0000-4000-8000-000000000000';
const password = 'trời mưa thì ở nhà đọc sách';
const lan = { email: 'Lan@langnghe.test', name: 'Lan', role: 'editor', password };
const logIn = (email: string, words = password) => world.as(null)('POST', '/session', { email, password: words });

async function newOfficial(email: string, change: object = {}) {
  const { json } = await admin('POST', '/officials', { ...lan, email, ...change });
  const { token } = (await logIn(email)).json;
  return { id: json.id as string, call: caller(world.app, token) };
}

describe('adding', () => {
  it('makes an account that can log in, its address in lower case, its password shown to nobody', async () => {
    const answer = await admin('POST', '/officials', lan);
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      email: 'lan@langnghe.test',
      role: 'editor',
      agencyId: null,
      language: 'vi',
      disabledAt: null,
    });
    expect(answer.text).not.toMatch(/argon2|trời/);
    expect((await logIn('lan@langnghe.test')).status).toBe(200);
    expect((await admin('GET', `/officials/${answer.json.id}`)).json).toEqual(answer.json);
  });

  it.each([
    [{ ...lan, email: 'LAN@langnghe.test' }, 409, undefined],
    [{ ...lan, email: 'lan' }, 400, 'email'],
    [{ ...lan, email: 'x@langnghe.test', role: 'king' }, 400, 'role'],
    [{ ...lan, email: 'x@langnghe.test', password: 'short' }, 400, 'password'],
    [{ ...lan, email: 'quang@langnghe.test', password: 'Quang-quang-2026' }, 400, 'password'],
    [{ ...lan, email: 'x@langnghe.test', role: 'officer' }, 400, 'agencyId'],
    [{ ...lan, email: 'x@langnghe.test', agencyId: missing }, 400, 'agencyId'],
  ])('refuses %j', async (body, status, path) => {
    const answer = await admin('POST', '/officials', body);
    expect([answer.status, answer.json.problems?.[0].path]).toEqual([status, path]);
  });
});

describe('changing', () => {
  it('gives another role, and ends the logins that had the old one', async () => {
    const { id, call } = await newOfficial('minh@langnghe.test');
    const change = { role: 'officer', agencyId: world.agencies.province, language: 'en' };
    expect((await admin('PATCH', `/officials/${id}`, change)).json).toMatchObject(change);
    expect((await call('GET', '/session')).status).toBe(401);
    expect((await admin('PATCH', `/officials/${id}`, { agencyId: null })).json.problems).toMatchObject([
      { path: 'agencyId' },
    ]);
    expect((await admin('PATCH', `/officials/${missing}`, { name: 'Ai' })).status).toBe(404);
  });

  it('gives a new password to who forgot theirs', async () => {
    const { id, call } = await newOfficial('nga@langnghe.test');
    const words = 'một câu hoàn toàn khác';
    expect((await admin('PATCH', `/officials/${id}`, { password: words })).status).toBe(200);
    expect((await call('GET', '/session')).status).toBe(401);
    expect((await logIn('nga@langnghe.test')).status).toBe(401);
    expect((await logIn('nga@langnghe.test', words)).status).toBe(200);
  });

  it('leaves at least one administrator, even when two remove each other at once', async () => {
    expect((await admin('PATCH', `/officials/${world.officials.administrator.id}`, { role: 'editor' })).json.code).toBe(
      'last-administrator',
    );
    const second = await newOfficial('oanh@langnghe.test', { role: 'administrator' });
    const answers = await Promise.all([
      admin('POST', `/officials/${second.id}/disable`),
      second.call('POST', `/officials/${world.officials.administrator.id}/disable`),
    ]);
    const left = await world.database.prisma.official.count({ where: { role: 'administrator', disabledAt: null } });
    expect(left).toBe(1);
    expect(answers.map(({ status }) => status)).toContain(200);
    await world.database.prisma.official.updateMany({ data: { disabledAt: null } });
    await world.database.prisma.login.updateMany({ data: { revokedAt: null } });
    await world.database.prisma.official.delete({ where: { id: second.id } });
  });
});

it('who removes an administrator waits for whoever is removing another', async () => {
  const { id } = await newOfficial('son@langnghe.test');
  const lock = "SELECT FROM official WHERE role = 'administrator' FOR UPDATE";
  expect((await whileLocked(world.database, lock, () => admin('POST', `/officials/${id}/disable`))).status).toBe(200);
});

describe('disabling', () => {
  it('logs out and keeps out, until enabled again', async () => {
    const { id, call } = await newOfficial('phuc@langnghe.test');
    expect((await admin('POST', `/officials/${id}/disable`)).json.disabledAt).not.toBeNull();
    expect((await call('GET', '/session')).status).toBe(401);
    expect((await logIn('phuc@langnghe.test')).status).toBe(401);
    expect((await admin('POST', `/officials/${id}/enable`)).json.disabledAt).toBeNull();
    expect((await call('GET', '/session')).status).toBe(401);
    expect((await logIn('phuc@langnghe.test')).status).toBe(200);
  });

  it('is not for oneself, and not for who is not there', async () => {
    expect((await admin('POST', `/officials/${world.officials.administrator.id}/disable`)).json.code).toBe('yourself');
    expect((await admin('POST', `/officials/${missing}/disable`)).status).toBe(404);
    expect((await admin('POST', `/officials/${missing}/enable`)).status).toBe(404);
  });
});

describe('changing one’s own password', () => {
  it('asks for the present one, and ends every other login', async () => {
    const { call } = await newOfficial('thao@langnghe.test');
    const other = caller(world.app, (await logIn('thao@langnghe.test')).json.token);
    const words = 'một câu mới tinh dễ nhớ';
    expect(
      (await call('POST', '/officials/me/password', { current: 'wrong', password: words })).json.problems,
    ).toMatchObject([{ path: 'current' }]);
    expect((await call('POST', '/officials/me/password', { current: password, password })).json.problems).toMatchObject(
      [{ path: 'password' }],
    );
    expect((await call('POST', '/officials/me/password', { current: password, password: words })).status).toBe(204);
    expect((await call('GET', '/session')).status).toBe(200);
    expect((await other('GET', '/session')).status).toBe(401);
    expect((await logIn('thao@langnghe.test', words)).status).toBe(200);
  });

  it('is no place to guess it', async () => {
    const { call } = await newOfficial('uyen@langnghe.test');
    const guess = () =>
      call('POST', '/officials/me/password', { current: 'wrong', password: 'một câu mới tinh dễ nhớ' });
    for (let time = 0; time < 5; time += 1) expect((await guess()).status).toBe(400);
    expect((await guess()).status).toBe(429);
  });
});

it('the list comes in pages, in order of creation', async () => {
  const first = (await admin('GET', '/officials?limit=5')).json;
  const second = (await admin('GET', `/officials?limit=200&cursor=${first.nextCursor}`)).json;
  const emails = [...first.items, ...second.items].map(({ email }: { email: string }) => email);
  expect(emails[0]).toBe('administrator@langnghe.test');
  expect(new Set(emails).size).toBe(await world.database.prisma.official.count());
});

it('every change is in the audit, and no password anywhere', async () => {
  const { items } = (await world.as('auditor')('GET', '/audit?limit=200')).json;
  const actions = new Set(items.map(({ action }: { action: string }) => action));
  for (const done of ['created', 'changed', 'disabled', 'enabled', 'password-changed'])
    expect(actions).toContain(`official.${done}`);
  expect(JSON.stringify(items) + world.logs.join()).not.toMatch(/argon2|trời mưa|một câu/);
});
