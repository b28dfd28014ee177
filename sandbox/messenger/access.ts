/** Who calls: the Page token, the appsecret_proof, and how much of the rate is left. */
import { createHmac } from 'node:crypto';
import type { Call } from '../fake-call.js';
import type { MessengerAccount } from '../options.js';
import type { World } from '../world.js';
import { refuse } from './errors.js';

/** Send API: 300 texts a second and Page (Meta rate limits, 2026-03-23). */
const callsPerSecond = 300;

export interface Admitted {
  account: MessengerAccount;
  headers: Record<string, string>;
}

export function admit(world: World, call: Call): Admitted {
  const token = tokenIn(call);
  const account = world.messenger.find((one) => one.pageToken === token);
  if (!account) refuse(190);
  checkProof(world, account, call);
  const limit = world.options.rates?.messengerPerSecond ?? (world.lean ? 0 : callsPerSecond);
  if (limit === 0) return { account, headers: {} };
  const left = world.rates.count(`page:${account.pageId}`, limit, 1_000);
  if (left < 0) refuse(613);
  return { account, headers: usage(account.pageId, Math.round(((limit - left) / limit) * 100)) };
}

function tokenIn(call: Call): string | undefined {
  const bearer = call.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
  return call.query.access_token ?? bearer;
}

/** Hashing once per secret and token instead of once per call: they never change while the sandbox runs. */
const proofs = new Map<string, string>();

function proofOf(account: MessengerAccount): string {
  const key = `${account.appSecret} ${account.pageToken}`;
  const known = proofs.get(key) ?? createHmac('sha256', account.appSecret).update(account.pageToken).digest('hex');
  proofs.set(key, known);
  return known;
}

function checkProof(world: World, account: MessengerAccount, call: Call): void {
  const proof = call.query.appsecret_proof;
  if (proof === undefined && world.settings.requireProof)
    refuse(100, undefined, 'API calls from the server require an appsecret_proof argument');
  if (proof !== undefined && proof !== proofOf(account))
    refuse(100, undefined, 'Invalid appsecret_proof provided in the API argument');
}

function usage(pageId: string, percent: number): Record<string, string> {
  const figures = { call_count: percent, total_cputime: percent, total_time: percent };
  const perPage = { [pageId]: [{ type: 'messenger', ...figures, estimated_time_to_regain_access: 0 }] };
  return {
    'x-app-usage': JSON.stringify(figures),
    'x-business-use-case-usage': JSON.stringify(perPage),
  };
}
