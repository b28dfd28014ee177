import type { ServerResponse } from 'node:http';
import { describe, expect, it, test } from 'vitest';
import type { Tap } from '../../../../bot/channels/contract.js';
import { channel } from '../../../../bot/channels/zalo/index.js';
import { oa, oaId } from './accounts.js';
import { fakeZalo } from './fake-zalo.js';
import { sent } from './fixtures.js';
import { words } from './words.js';

const zalo = fakeZalo();
const person = '246845883529197922';
const payload = ({ session, node, option }: Tap) => `#ln1:${session}:${node}:${option}:c2lnbmVk`;
const contextOf = (settings: object = {}) => ({
  http: zalo.http,
  account: oa({ ...settings, openapiUrl: zalo.origin() }),
  accessToken: 'test-token',
});

describe('a message becomes requests', () => {
  test.each(sent)('$name: $case', async ({ settings, message, plain, exchanges }) => {
    const context = contextOf(settings);
    const how = { settings: context.account.settings, payload, reference: 'r', lane: 'live', phrase: words } as const;
    const rendered = channel.render(message, how, plain);
    expect(rendered).toHaveLength(exchanges.length);
    for (const [index, { request, answer, result }] of exchanges.entries()) {
      zalo.answer(answer);
      expect(await channel.send(context, person, rendered[index] ?? {})).toEqual(result);
      expect(zalo.asked[index]).toMatchObject({
        method: 'POST',
        url: '/v3.0/oa/message/cs',
        headers: { access_token: 'test-token', 'content-type': 'application/json' },
      });
      expect(JSON.parse(zalo.asked[index]?.body ?? '')).toEqual(request);
    }
  });
});

describe('what is logged of a failure', () => {
  it('never holds a person or the token', () => {
    const details = sent.flatMap(({ exchanges }) => exchanges.map(({ result }) => JSON.stringify(result)));
    for (const detail of details) expect(detail).not.toMatch(/\d{9}(?!\d*","usage|\d*"\})|test-token|@/);
  });
});

const hello = { message: { text: 'Chào' } };

describe('when Zalo does not answer', () => {
  test.each<[string, string, (response: ServerResponse) => void]>([
    ['it closes', 'reset', (response) => response.socket?.destroy()],
    ['it resets after accepting', 'reset', (response) => response.socket?.resetAndDestroy()],
    ['it is silent', 'timeout', () => undefined],
    [
      'it stops in the middle',
      'reset',
      (response) => {
        response.writeHead(200, { 'content-length': '99' });
        response.write('{"data":', () => response.socket?.destroy());
      },
    ],
  ])('%s: in doubt', async (_label, code, how) => {
    zalo.misbehave(how);
    const result = await channel.send(contextOf(), person, hello);
    expect(result).toMatchObject({ ok: false, code, decision: 'retry', certain: false, alarm: false });
  });

  it('nobody listens: certainly not sent', async () => {
    const account = oa({ openapiUrl: 'http://127.0.0.1:1' });
    const result = await channel.send({ ...contextOf(), account }, person, hello);
    expect(result).toMatchObject({ ok: false, code: 'ECONNREFUSED', decision: 'retry', certain: true });
  });
});

describe('the proof that the token is ours', () => {
  /** The published vector: token "test-token", secret "test-app-secret". */
  const proof = '1ffbd1de283674b73b070b72f8e9d46c5ed998bd8a6b715fe09a7dc0abdb91e0';

  test.each([
    [true, proof],
    [false, undefined],
  ])('setting %s', async (appSecretProof, expected) => {
    zalo.answer({ body: { data: { message_id: 'a' }, error: 0 } });
    await channel.send(contextOf({ appSecretProof }), person, hello);
    expect(zalo.asked[0]?.headers.appsecret_proof).toBe(expected);
  });
});

describe('the connection test', () => {
  const dead = 'the access token has expired or was revoked (Zalo: expired)';
  test.each([
    ['the OA answers', { data: { oa_id: oaId, name: 'Sở Nội vụ' }, error: 0 }, { ok: true, name: 'Sở Nội vụ' }],
    ['an OA without a name', { data: {}, error: 0 }, { ok: true, name: oaId }],
    ['the token is dead', { error: -220, message: 'expired' }, { ok: false, code: '-220', detail: dead }],
    [
      'the token is of another OA',
      { data: { oa_id: '77', name: 'Khác' }, error: 0 },
      { ok: false, code: 'other-account', detail: `the token belongs to OA 77, not ${oaId}: connect this OA again` },
    ],
  ])('%s', async (_label, body, expected) => {
    zalo.answer({ body });
    expect(await channel.test(contextOf())).toEqual(expected);
    expect(zalo.asked[0]).toMatchObject({
      method: 'GET',
      url: '/v2.0/oa/getoa',
      headers: { access_token: 'test-token' },
    });
  });
});
