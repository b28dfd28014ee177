/** POST /api/event: any bytes as a webhook, signed rightly, wrongly or not at all; what no phone has a button for. */
import { request } from 'undici';
import { Impossible } from '../acts.js';
import { tellMessengerRaw } from '../messenger/tell.js';
import { platforms } from '../options.js';
import { isObject, objectIn, parseJson, textIn } from '../shape.js';
import type { Outcome } from '../webhooks.js';
import type { World } from '../world.js';
import { tellZaloRaw } from '../zalo/tell.js';

/** `{ platform, account?, body: object | string, signature?: 'right' | 'wrong' | 'missing' }` */
export async function sendRawEvent(world: World, asked: unknown): Promise<Outcome> {
  const { platform: named, account, body, signature } = objectIn(asked);
  const platform = platforms.find((known) => known === named);
  if (!platform) throw new Impossible(`platform must be one of ${platforms.join(', ')}`);
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  if (signature === 'missing' || signature === 'wrong') return post(world, platform, text, signature === 'wrong');
  if (platform === 'zalo') return signedZalo(world, account, text);
  const page = world.messenger.find((one) => account === undefined || one.pageId === account);
  if (!page) throw new Impossible('no such Page');
  return tellMessengerRaw(world, page, text, { event: 'raw' });
}

function signedZalo(world: World, accountId: unknown, text: string): Promise<Outcome> {
  const account = world.zalo.find((one) => accountId === undefined || one.oaId === accountId);
  if (!account) throw new Impossible('no such Official Account');
  const parsed = parseJson(text);
  const timestamp = (isObject(parsed) ? textIn(parsed.timestamp) : undefined) ?? '';
  return tellZaloRaw(world, account, text, timestamp, { event: 'raw' });
}

/** Not from the platform at all: no retries, no traffic of its own. */
async function post(world: World, platform: 'zalo' | 'messenger', body: string, wrong: boolean): Promise<Outcome> {
  const url = world.webhooks.addresses[platform];
  if (!url) throw new Impossible('no webhook address is set');
  const forged = 'ab'.repeat(32);
  const header: Record<string, string> =
    platform === 'zalo' ? { 'x-zevent-signature': `mac=${forged}` } : { 'x-hub-signature-256': `sha256=${forged}` };
  const headers = { 'content-type': 'application/json', ...(wrong ? header : {}) };
  const response = await request(url, { method: 'POST', headers, body });
  return { status: response.statusCode, body: await response.body.text() };
}
