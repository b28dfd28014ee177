/** The sandbox's own promises: its clock, its memory, its page, several accounts, load. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandbox } from '../../sandbox/index.js';
import { call, hour, oa, openStage, page, type Stage, start } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe('the clock', () => {
  it('goes forward only, and takes the product along before anything happens', async () => {
    await stage.close();
    const moves: number[] = [];
    /** Following takes a while: five calls. */
    async function follow(ms: number): Promise<void> {
      for (let n = 0; n < 5; n += 1) await stage.api('clock');
      moves.push(ms);
    }
    stage = await openStage({ onClockMoved: follow });
    stage.product.answer(500);
    await stage.say({ platform: 'zalo', text: 'xin chào' });
    const offsets: (number | undefined)[] = [];
    stage.product.answer((_, response) => {
      offsets.push(moves.at(-1));
      response.end();
    });
    expect(await stage.advance(hour)).toEqual({ now: start + hour, offsetMs: hour });
    expect(offsets).toEqual([30_000]);
    expect(moves).toEqual([30_000, hour]);
    expect((await stage.ask('clock', { advanceMs: -1 })).status).toBe(409);
  });
  it('is back at real time after a reset, with new people', async () => {
    await stage.acquaintance('zalo');
    await stage.advance(hour);
    await stage.api('reset', {});
    expect(await stage.api('clock')).toEqual({ now: start, offsetMs: 0 });
    expect((await stage.api('people')).map((one: { platform: string }) => one.platform)).toEqual(['zalo', 'messenger']);
  });
});

describe('memory over restarts', () => {
  it('keeps people, chats, rotated tokens, profiles and the clock', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.json');
    await stage.close();
    stage = await openStage({ stateFile });
    const user = await stage.acquaintance('zalo');
    const form = { app_id: oa.appId, grant_type: 'refresh_token', refresh_token: oa.refreshToken };
    const { body: pair } = await stage.oauth(form);
    expect(readFileSync(stateFile, 'utf8')).toContain(pair.refresh_token);
    await stage.graph('/me/messenger_profile', { get_started: { payload: 'S' } });
    await stage.advance(hour);
    await stage.close();

    const offsets: number[] = [];
    stage = await openStage({ stateFile, onClockMoved: (ms) => void offsets.push(ms) });
    expect(offsets).toEqual([hour]);
    expect((await stage.api(`chat?platform=zalo&user=${user}`)).map((one: { text: string }) => one.text)).toEqual([
      'xin chào',
    ]);
    expect((await stage.zalo('/v2.0/oa/getoa', undefined, { access_token: pair.access_token })).body.error).toBe(0);
    expect((await stage.oauth(form)).body.error).toBe(-14020);
    expect((await stage.graph('/me/messenger_profile')).body.data).toHaveLength(1);
  });
  it('begins anew with a file that is broken', async () => {
    const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.json');
    writeFileSync(stateFile, '{"people":');
    await stage.close();
    stage = await openStage({ stateFile });
    expect(await stage.api('people')).toHaveLength(2);
  });
});

describe('several accounts', () => {
  it('each has its own tokens, people and signature', async () => {
    await stage.close();
    const second = {
      ...oa,
      oaId: '2000000000000000001',
      oaSecretKey: 'other',
      accessToken: 'second-access',
      refreshToken: 'r2',
    };
    stage = await openStage({ zalo: [oa, second] });
    const { id } = await stage.api('people', { platform: 'zalo', account: second.oaId });
    await stage.say({ platform: 'zalo', user: id, text: 'xin chào' });
    expect(stage.product.received.at(-1)?.body.recipient).toEqual({ id: second.oaId });
    const send = (access_token: string) =>
      stage.zalo('/v3.0/oa/message/cs', { recipient: { user_id: id }, message: { text: 'Chào' } }, { access_token });
    expect((await send('second-access')).body.error).toBe(0);
    expect((await send(oa.accessToken)).body.error).toBe(-201);
  });
});

describe('what went over the wire', () => {
  const tellings: [path: string, body: unknown, type: string][] = [
    ['clock', { advanceMs: 1 }, 'clock'],
    ['faults', { kind: 'hang', platform: 'messenger' }, 'faults'],
    ['webhooks', { enabled: { zalo: false } }, 'settings'],
    ['people', { platform: 'zalo' }, 'person'],
    ['reset', {}, 'reset'],
  ];
  it('is kept with direction, status, person and fault', async () => {
    const user = await stage.acquaintance('zalo');
    await stage.api('faults', { kind: 'server-error' });
    await stage.zalo('/v3.0/oa/message/cs', { recipient: { user_id: user }, message: { text: 'Chào' } });
    expect(await stage.api(`traffic?user=${user}`)).toMatchObject([
      { direction: 'webhook', event: 'user_send_text', status: 200, at: start },
      { direction: 'call', path: '/zalo/v3.0/oa/message/cs', status: 500, fault: 'server-error', user },
    ]);
  });
  it('is told at once to whoever watches', async () => {
    const response = await fetch(`${stage.url}/api/events`);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    async function hear(word: string): Promise<void> {
      while (!heard.includes(word)) heard += (await reader?.read())?.value ?? '';
    }
    await stage.say({ platform: 'zalo', text: 'xin chào' });
    await hear('"type":"traffic"');
    expect(heard).toContain('xin chào');
    for (const [path, body, type] of tellings) {
      await stage.api(path, body);
      await hear(`"type":"${type}"`);
    }
  });
});

describe('what a person can not do', () => {
  const refused: [label: string, path: string, body: unknown][] = [
    ['on no platform', 'say', { text: 'xin chào' }],
    ['nothing', 'say', { platform: 'zalo' }],
    ['as somebody unknown', 'say', { platform: 'zalo', user: '1', text: 'xin chào' }],
    ['an empty text', 'say', { platform: 'zalo', text: '' }],
    ['on a third platform', 'people', { platform: 'pigeon' }],
  ];
  it.each(refused)('%s', async (_, path, body) => {
    const { status, body: answer } = await stage.ask(path, body);
    expect([status, typeof answer.message]).toEqual([409, 'string']);
  });
  it('write to an account they have blocked', async () => {
    await stage.say({ platform: 'zalo', block: true });
    expect((await stage.ask('say', { platform: 'zalo', text: 'xin chào' })).status).toBe(409);
  });
});

describe('under load', () => {
  beforeEach(async () => {
    await stage.close();
    stage = await openStage({ lean: true });
  });
  it('accepts recipients it never met, and has no rate', async () => {
    const message = { recipient: { user_id: '5' }, message: { text: 'Chào' } };
    const zalo = await stage.zalo('/v3.0/oa/message/cs', message);
    const messenger = await stage.graph('/me/messages', {
      recipient: { id: '6' },
      message: { text: 'Chào', metadata: 'r' },
    });
    expect([zalo.body.error, zalo.headers.has('x-ratelimit-limit'), messenger.status]).toEqual([0, false, 200]);
    expect((await stage.api('sent')).items).toMatchObject([{ user: '5' }, { user: '6', reference: 'r' }]);
  });
  it('still holds limits and windows of people it knows, and their last buttons', async () => {
    const [{ id }] = await stage.api('people', { platform: 'zalo', count: 1 });
    const buttons = [{ title: 'Có', type: 'oa.query.hide', payload: '#1' }];
    const ask = (text: string) => ({ text, attachment: { type: 'template', payload: { buttons } } });
    const send = async (message: object) =>
      (await stage.zalo('/v3.0/oa/message/cs', { recipient: { user_id: id }, message })).body.error;
    expect(await send({ text: 'Chào' })).toBe(-213);
    await stage.say({ platform: 'zalo', user: id, text: 'xin chào' });
    expect([await send(ask('Chọn')), await send({ text: 'a'.repeat(2001) })]).toEqual([0, -201]);
    await stage.say({ platform: 'zalo', user: id, tap: 'Có' });
    expect(stage.product.received.at(-1)?.body.message.text).toBe('#1');
    expect(await stage.api('traffic')).toEqual([]);
  });
});

describe('the page', () => {
  const folder = new URL('../../sandbox/page/', import.meta.url);
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.\w+$/.test(name));

  it.each([...files])('%s is served', async (name) => {
    const response = await fetch(`${stage.url}/page/${name}`);
    expect(response.status).toBe(200);
  });
  it('allows itself nothing from elsewhere and nothing inline', async () => {
    const response = await fetch(`${stage.url}/`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|style=|onclick=|https?:/);
    for (const name of files.filter((file) => /\.(js|css)$/.test(file)))
      expect(readFileSync(new URL(name, folder), 'utf8').replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
        /https?:\/\//,
      );
  });
  it('is found without the slash too', async () => {
    expect((await fetch(stage.url)).url).toBe(`${stage.url}/`);
  });
  it('speaks both languages completely', () => {
    const words = (language: string): Record<string, string> =>
      JSON.parse(readFileSync(new URL(`words/${language}.json`, folder), 'utf8'));
    const [vi, en] = [words('vi'), words('en')];
    expect(Object.keys(en)).toEqual(Object.keys(vi));
    const holes = (text = '') => text.match(/\{\w+\}/g) ?? [];
    for (const key of Object.keys(vi)) expect([key, holes(en[key])]).toEqual([key, holes(vi[key])]);
    const source = files
      .filter((file) => /\.(js|html)$/.test(file))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const used = source.join('\n').matchAll(/(?:word\(|data-word(?:-label)?=)['"]([\w.-]+)['"]/g);
    expect([...used].map(([, key]) => key).filter((key) => !(key && key in vi))).toEqual([]);
  });
  it('has a word for every fault', async () => {
    const { faultKinds } = await stage.api('state');
    const vi = JSON.parse(readFileSync(new URL('words/vi.json', folder), 'utf8'));
    for (const kind of [...faultKinds.call, ...faultKinds.webhook]) expect(vi).toHaveProperty([`fault.${kind}`]);
  });
  it('takes a picture from the tester and gives it to the product', async () => {
    const bytes = new Uint8Array([0xff, 0xd8, 0xff]);
    const headers = { 'content-type': 'image/jpeg' };
    const response = await fetch(`${stage.url}/api/photos`, { method: 'POST', headers, body: bytes });
    const { name } = (await response.json()) as { name: string };
    await stage.say({ platform: 'zalo', photo: name });
    const url = stage.product.received.at(-1)?.body.message.attachments[0].payload.url;
    expect(new Uint8Array(await (await fetch(url)).arrayBuffer())).toEqual(bytes);
    expect((await call(`${stage.url}/api/photos`, { not: 'a picture' })).status).toBe(409);
  });
});

it('lives inside another server, below a prefix of its choice', async () => {
  const app = Fastify();
  app.get('/mine', async () => 'mine');
  await app.register(sandbox, { prefix: '/sandbox', webhooks: {}, zalo: oa, messenger: page });
  const get = async (url: string) => (await app.inject({ url })).statusCode;
  expect([await get('/mine'), await get('/sandbox/'), await get('/sandbox/page/main.js')]).toEqual([200, 200, 200]);
  expect((await app.inject({ url: '/sandbox/fakes/zalo/v2.0/oa/getoa' })).json()).toMatchObject({ error: -216 });
  await app.close();
});
