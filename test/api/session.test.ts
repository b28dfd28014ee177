import { beforeAll, describe, expect, it } from 'vitest';
import { idleMs, lifetimeMs } from '../../api/plugins/door.js';
import { createFirstOfficial, createOfficial } from '../../prisma/official.js';
import { hashPassword, passwordMatches } from '../../prisma/password.js';
import { whileLocked } from './locked.js';
import { caller, noon, startApi } from './support.js';

const world = await startApi();
const { app, database, clock } = world;
const stranger = world.as(null);
const password = 'một câu dài dễ nhớ';

const logIn = (email: string, words = password, headers: Record<string, string> = {}) =>
  stranger('POST', '/session', { email, password: words }, headers);

async function addOfficial(email: string) {
  const data = { email, name: 'An', role: 'ministry', agencyId: null, language: 'vi', password } as const;
  const official = await createOfficial(database.prisma, data);
  if (!official) throw new Error(`${email} is taken`);
  return official;
}

beforeAll(async () => {
  for (const name of ['an', 'binh', 'chi', 'dung', 'giang', 'hoa', 'khanh']) await addOfficial(`${name}@langnghe.test`);
});

describe('logging in', () => {
  it('gives a token, the official and a cookie that scripts and other sites cannot use', async () => {
    const answer = await logIn(' AN@langnghe.test');
    expect(answer.status).toBe(200);
    expect(answer.json.official).toMatchObject({ email: 'an@langnghe.test', role: 'ministry', agencyId: null });
    expect(answer.json.expiresAt).toBe(new Date(noon + lifetimeMs).toISOString());
    expect(answer.headers['set-cookie']).toMatch(/^session=[\w-]{43}; .*Path=\/; .*HttpOnly; SameSite=Lax$/);
    expect(answer.text).not.toContain('argon2');
  });

  it('keeps only the hash of the token', async () => {
    const { token } = (await logIn('an@langnghe.test')).json;
    const rows = await database.pool.query(
      "SELECT row_to_json(login)::text || encode(token_hash, 'escape') AS row FROM login",
    );
    expect(rows.rows.map(({ row }) => row).join()).not.toContain(token);
    expect(JSON.stringify(world.logs)).not.toContain(token);
  });

  it('marks the cookie Secure and bound to this host where people come over HTTPS', async () => {
    const secure = await startApi({ config: { publicUrl: 'https://langnghe.test', secureCookies: true } });
    await createFirstOfficial(secure.database.prisma, { email: 'first@langnghe.test', password });
    await createOfficial(secure.database.prisma, {
      email: 'an@langnghe.test',
      name: 'An',
      role: 'ministry',
      agencyId: null,
      language: 'vi',
      password,
    });
    const answer = await secure.as(null)('POST', '/session', { email: 'an@langnghe.test', password });
    expect(answer.headers['set-cookie']).toMatch(/^__Host-session=.*; Secure/);
    expect(answer.headers['strict-transport-security']).toBeDefined();
  });

  it('says the same to a wrong password, an unknown address and a disabled official', async () => {
    const official = await addOfficial('disabled@langnghe.test');
    await database.prisma.official.update({ where: { id: official.id }, data: { disabledAt: new Date(noon) } });
    const answers = [
      await logIn('an@langnghe.test', 'wrong'),
      await logIn('nobody@langnghe.test'),
      await logIn('disabled@langnghe.test'),
    ];
    const said = answers.map(({ status, json: { requestId: _, ...rest } }) => ({ status, ...rest }));
    expect(said[0]).toMatchObject({ status: 401, code: 'wrong-credentials' });
    expect(said[1]).toEqual(said[0]);
    expect(said[2]).toEqual(said[0]);
  });

  it('takes its time with unknown addresses, so that the clock tells nothing', async () => {
    const stored = await hashPassword(password);
    const shortest = async (hash: string | null) => {
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        const begin = performance.now();
        await passwordMatches(hash, 'wrong');
        times.push(performance.now() - begin);
      }
      return Math.min(...times);
    };
    expect(await shortest(null)).toBeGreaterThan((await shortest(stored)) / 2);
    expect(await passwordMatches(null, password)).toBe(false);
  });

  it('asks for both fields', async () => {
    const answer = await stranger('POST', '/session', { email: '' });
    expect(answer.status).toBe(400);
    expect(answer.json.problems.map(({ path }: { path: string }) => path)).toEqual(['email', 'password']);
  });

  it('writes into the audit who came in and who was refused', async () => {
    const { id } = await addOfficial('watched@langnghe.test');
    await logIn('watched@langnghe.test', 'wrong');
    await logIn('watched@langnghe.test');
    const { items } = (await world.as('auditor')('GET', `/audit?subject=official:${id}`)).json;
    expect(items.map(({ action }: { action: string }) => action)).toEqual(['session.started', 'session.refused']);
  });
});

describe('tries', () => {
  it('stops a guesser after five, right password or not, and lets the same account in from elsewhere', async () => {
    const from = (address: string, words: string) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/session',
        remoteAddress: address,
        payload: { email: 'chi@langnghe.test', password: words },
      });
    for (let time = 0; time < 5; time += 1) expect((await from('198.51.100.1', 'wrong')).statusCode).toBe(401);
    const refused = await from('198.51.100.1', password);
    expect(refused.statusCode).toBe(429);
    expect(refused.json().code).toBe('too-many-tries');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
    expect((await from('198.51.100.2', password)).statusCode).toBe(200);
  });

  it('shuts nobody else out at the same address: a carrier puts thousands behind one', async () => {
    for (let time = 0; time < 6; time += 1) await logIn('dung@langnghe.test', 'wrong');
    expect((await logIn('dung@langnghe.test')).status).toBe(429);
    expect((await logIn('giang@langnghe.test')).status).toBe(200);
  });

  it('forgets wrong tries once the right password came', async () => {
    for (let round = 0; round < 2; round += 1) {
      for (let time = 0; time < 4; time += 1) expect((await logIn('hoa@langnghe.test', 'wrong')).status).toBe(401);
      expect((await logIn('hoa@langnghe.test')).status).toBe(200);
    }
  });

  it('counts before it looks: of twenty tries at once, five get through', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => logIn('khanh@langnghe.test', 'wrong')));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('keeps neither addresses nor e-mails in clear', async () => {
    const { rows } = await database.pool.query('SELECT key FROM login_try');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/langnghe|127\.0\.0\.1|198\.51/);
  });
});

describe('a session', () => {
  const open = async () => {
    clock.at = noon;
    const { token } = (await logIn('giang@langnghe.test')).json;
    return { token: token as string, call: caller(app, token) };
  };
  const withCookie = (token: string, headers: Record<string, string> = {}) => ({
    cookie: `session=${token}`,
    ...headers,
  });

  it('is proven by the token or by the cookie', async () => {
    const { token, call } = await open();
    const answer = await call('GET', '/session');
    expect(answer.json.official.email).toBe('giang@langnghe.test');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await stranger('GET', '/session', undefined, withCookie(token))).status).toBe(200);
  });

  it.each(['', 'Bearer', 'Bearer nonsense', 'Basic Z2lhbmc6eA=='])('is not proven by "%s"', async (authorization) => {
    const answer = await stranger('GET', '/session', undefined, { authorization });
    expect(answer.status).toBe(401);
    expect(answer.json.code).toBe('not-logged-in');
  });

  it('ends when it is revoked, at once and for good', async () => {
    const { token, call } = await open();
    const answer = await call('DELETE', '/session');
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toMatch(/^session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await call('GET', '/session')).status).toBe(401);
    expect((await stranger('GET', '/session', undefined, withCookie(token))).status).toBe(401);
  });

  it('ends after an hour without a request', async () => {
    const { call } = await open();
    clock.at = noon + idleMs - 1;
    expect((await call('GET', '/session')).status).toBe(200);
    clock.at += idleMs - 1;
    expect((await call('GET', '/session')).status).toBe(200);
    clock.at += idleMs;
    expect((await call('GET', '/session')).status).toBe(401);
  });

  it('ends after twelve hours, however busy', async () => {
    const { call } = await open();
    for (clock.at = noon; clock.at < noon + lifetimeMs; clock.at += idleMs / 2) {
      expect((await call('GET', '/session')).status).toBe(200);
    }
    expect((await call('GET', '/session')).status).toBe(401);
  });

  it('ends when the official is disabled', async () => {
    const { call } = await open();
    const { id } = (await call('GET', '/session')).json.official;
    await database.prisma.official.update({ where: { id }, data: { disabledAt: new Date() } });
    expect((await call('GET', '/session')).status).toBe(401);
    await database.prisma.official.update({ where: { id }, data: { disabledAt: null } });
  });

  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 204],
    ['our own page in an old browser', { origin: 'http://langnghe.test' }, 204],
    ['a program, which sends neither header', {}, 204],
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' }, 403],
    ['a neighbour below the same domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['another site in an old browser', { origin: 'https://evil.test' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
  ])('proven by the cookie, takes a change from %s: %s → %i', async (_, headers, status) => {
    const { token } = await open();
    const answer = await stranger(
      'DELETE',
      '/session',
      undefined,
      withCookie(token, headers as Record<string, string>),
    );
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.json.code).toBe('foreign-origin');
  });

  it('cannot be begun for somebody by another site', async () => {
    const answer = await logIn('giang@langnghe.test', password, { origin: 'https://evil.test' });
    expect(answer.json.code).toBe('foreign-origin');
  });
});

describe('the first official', () => {
  it('is made once, and not when there is one', async () => {
    expect(await createFirstOfficial(database.prisma, { email: 'first@langnghe.test', password })).toBe(false);
    await database.prisma.login.deleteMany();
    await database.prisma.official.deleteMany();
    const made = await Promise.all(
      ['a', 'b', 'c'].map((name) => createFirstOfficial(database.prisma, { email: `${name}@langnghe.test`, password })),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    const again = () => createFirstOfficial(database.prisma, { email: 'd@langnghe.test', password });
    expect(await whileLocked(database, 'LOCK TABLE official IN ROW EXCLUSIVE MODE', again)).toBe(false);
    expect(await database.prisma.official.findMany()).toMatchObject([{ role: 'administrator', disabledAt: null }]);
  });
});
