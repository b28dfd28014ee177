/** Who calls: the `access_token` header, the rate limit, the optional appsecret_proof. */
import { createHmac } from 'node:crypto';
import type { Call } from '../fake-call.js';
import type { ZaloAccount } from '../options.js';
import type { World } from '../world.js';
import { refuse } from './errors.js';

/** "Giới hạn tốc độ API": 4,000 calls a minute and app (seen 2026-11). */
const callsPerMinute = 4_000;
const minuteMs = 60_000;

export interface Admitted {
  account: ZaloAccount;
  headers: Record<string, string>;
}

export function admit(world: World, call: Call): Admitted {
  const token = call.headers.access_token;
  const checked = world.tokens.checkAccess(typeof token === 'string' ? token : '');
  if (checked === 'unknown') refuse(-216);
  if (checked === 'expired') refuse(-220);
  const { account } = checked;
  checkProof(account, String(token), call.headers.appsecret_proof);
  const limit = world.options.rates?.zaloPerMinute ?? (world.lean ? 0 : callsPerMinute);
  if (limit === 0) return { account, headers: {} };
  const left = world.rates.count(`zalo:${account.appId}`, limit, minuteMs);
  if (left < 0) refuse(-32);
  return { account, headers: { 'x-ratelimit-limit': String(limit), 'x-ratelimit-remain': String(left) } };
}

function checkProof(account: ZaloAccount, token: string, proof: unknown): void {
  if (proof === undefined) return;
  if (createHmac('sha256', account.appSecret).update(token).digest('hex') !== proof) refuse(-242);
}
