/**
 * Without settings, messages go to the platforms' own addresses. nock stands in for the hosts and refuses every other, so this is also
 * the proof that nothing else is called. It does not see undici's own pools, hence a port over `fetch` here.
 */
import nock from 'nock';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Account, Channel, Http } from '../../../bot/channels/contract.js';
import { loadChannels } from '../../../bot/channels/registry.js';

const http: Http = async ({ method, url, headers = {}, body }) => {
  try {
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    const flat = Object.fromEntries(response.headers);
    return { reached: true, status: response.status, headers: flat, body: await response.text() };
  } catch {
    return { reached: false, sent: false, code: 'ENETUNREACH' };
  }
};

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const secrets: Record<string, unknown> = {
  zalo: { appId: '1', appSecret: 's', oaSecretKey: 'k' },
  messenger: { appSecret: 's', verifyToken: 'v', pageToken: 'EAAB' },
};

async function accountOn(platform: string): Promise<{ channel: Channel; account: Account }> {
  const channel = (await loadChannels()).get(platform);
  if (!channel) throw new Error(`no channel ${platform}`);
  const settings = channel.settings.parse({});
  return { channel, account: { id: 1, platform, accountId: '42', secrets: secrets[platform], settings } };
}

const expected = [
  {
    platform: 'zalo',
    host: 'https://openapi.zalo.me',
    path: '/v3.0/oa/message/cs',
    answer: { error: 0, message: 'Success', data: { message_id: 'm1', user_id: '7' } },
  },
  {
    platform: 'messenger',
    host: 'https://graph.facebook.com',
    path: '/v26.0/me/messages',
    answer: { recipient_id: '7', message_id: 'm1' },
  },
];

it.each(expected)('$platform sends to $host by default', async ({ platform, host, path, answer }) => {
  const { channel, account } = await accountOn(platform);
  const call = nock(host)
    .post((uri) => uri.split('?', 1)[0] === path)
    .reply(200, answer);
  const result = await channel.send({ http, account, accessToken: 'EAAB' }, '7', { message: { text: 'Xin chào' } });
  expect(result).toMatchObject({ ok: true, messageId: 'm1' });
  expect(call.isDone()).toBe(true);
});

it('a platform that cannot be reached is a failed send, not an exception', async () => {
  const { channel, account } = await accountOn('zalo');
  const result = await channel.send({ http, account, accessToken: 'EAAB' }, '7', { message: { text: 'Xin chào' } });
  expect(result).toMatchObject({ ok: false, certain: true });
});
