import { Counter, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { startApi } from './support.js';

const metrics = new Registry();
new Counter({ name: 'lang_nghe_test_total', help: 'A test.', registers: [metrics] }).inc(3);
let ready: () => Promise<Record<string, string>> = async () => ({ database: 'ok', queue: 'ok' });
const world = await startApi({
  metrics,
  ready: () => ready(),
  mount: [{ prefix: '/sandbox', plugin: async () => {} }],
});
const get = (url: string, headers: Record<string, string> = {}) => world.app.inject({ url, headers });

describe('probes', () => {
  it('alive', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
  });

  it.each([
    ['everything is well', async () => ({ database: 'ok', queue: 'ok' }), 200, { database: 'ok', queue: 'ok' }],
    ['one thing is not', async () => ({ database: 'ok', queue: 'away' }), 503, { database: 'ok', queue: 'away' }],
    [
      'the check breaks',
      async () => Promise.reject(new Error('secret place')),
      503,
      { ready: 'the check itself failed' },
    ],
    ['the check hangs', () => new Promise<never>(() => {}), 503, { ready: 'no answer in time' }],
  ])('ready, when %s', async (_, check, status, states) => {
    ready = check as typeof ready;
    const answer = await get('/readyz');
    expect([answer.statusCode, answer.json()]).toEqual([status, states]);
  });

  it('metrics for Prometheus', async () => {
    const answer = await get('/metrics');
    expect(answer.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(answer.payload).toContain('lang_nghe_test_total 3');
  });
});

describe('the home page', () => {
  it('says what this is, in the language of the reader, and links on', async () => {
    const [vietnamese, english, chosen] = [
      await get('/'),
      await get('/', { 'accept-language': 'en' }),
      await get('/?lang=en'),
    ];
    expect(vietnamese.payload).toContain('<html lang="vi">');
    expect(vietnamese.payload).toContain('lắng nghe người dân');
    expect(english.payload).toContain('listen to citizens');
    expect(chosen.payload).toBe(english.payload);
    for (const link of ['/sandbox', '/api/docs', '/?lang=en']) expect(vietnamese.payload).toContain(`href="${link}"`);
  });

  it('links the sandbox only where there is one', async () => {
    const production = await startApi();
    expect((await production.app.inject({ url: '/' })).payload).not.toContain('/sandbox');
  });

  it('tells the browser what it may do', async () => {
    const { headers } = await get('/');
    expect(headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['strict-transport-security']).toBeUndefined();
  });
});
