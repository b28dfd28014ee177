/** POST /api/webhooks: saves the product's address as the consoles do, after asking whether somebody is there. */
import { request } from 'undici';
import { Impossible } from '../acts.js';
import { type Platform, platforms } from '../options.js';
import { listIn, objectIn, textIn } from '../shape.js';
import type { World } from '../world.js';

export async function saveWebhooks(world: World, asked: unknown): Promise<void> {
  const body = objectIn(asked);
  const deletion = textIn(body.messengerDeletion);
  if (deletion !== undefined) world.webhooks.addresses.messengerDeletion = deletion;
  const gaps = objectIn(body.retryGapsMs);
  for (const platform of platforms) {
    const url = textIn(body[platform]);
    if (url !== undefined) await saveAddress(world, platform, url, body.probe !== false);
    if (platform in gaps) world.webhooks.retryGapsMs[platform] = listIn(gaps[platform]).map(Number);
    const enabled = objectIn(body.enabled)[platform];
    if (typeof enabled === 'boolean') world.webhooks.enabled[platform] = enabled;
  }
  world.hub.publish({ type: 'settings', settings: { ...world.settings, enabled: world.webhooks.enabled } });
}

async function saveAddress(world: World, platform: Platform, url: string, probe: boolean): Promise<void> {
  if (!URL.canParse(url)) throw new Impossible(`"${url}" is no address`);
  if (probe) await (platform === 'zalo' ? probeZalo(url) : probeMessenger(world, url));
  world.webhooks.addresses[platform] = url;
  world.webhooks.enabled[platform] = true;
}

/** Zalo posts an unsigned, empty object and wants 200. */
async function probeZalo(url: string): Promise<void> {
  const response = await request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  await response.body.dump();
  if (response.statusCode !== 200)
    throw new Impossible(`the address answered Zalo's probe with ${response.statusCode}`);
}

/** Meta sends a challenge and wants it back. */
async function probeMessenger(world: World, url: string): Promise<void> {
  const challenge = world.ids.decimal(10);
  const target = new URL(url);
  target.searchParams.set('hub.mode', 'subscribe');
  target.searchParams.set('hub.verify_token', world.messenger[0]?.verifyToken ?? '');
  target.searchParams.set('hub.challenge', challenge);
  const response = await request(target);
  const answer = await response.body.text();
  if (response.statusCode !== 200 || answer !== challenge)
    throw new Impossible(`the address did not give Meta's challenge back (${response.statusCode})`);
}
