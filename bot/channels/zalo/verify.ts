/**
 * Zalo's signature: header `X-ZEvent-Signature: mac=<hex>`, where hex is the plain SHA-256 (not an HMAC) of the app's id, the body as it
 * came, the event's timestamp and the OA's secret key, one behind the other (official Java SDK, MacUtils). Over the raw bytes: a body
 * that was parsed and written again differs in escapes and spaces.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RawRequest, Verdict } from '../contract.js';
import { parseJson } from '../json.js';
import type { ZaloAccount } from './account.js';
import { type Fields, fieldsAt, idAt, isFields } from './fields.js';

/** What a request says about itself, before we know whether it is true. */
interface Claim {
  appId: string | undefined;
  /** The ids in it, one of which should be an OA of ours. */
  ids: (string | undefined)[];
  timestamps: string[];
}

/** One way the signature may have been made. */
interface Candidate {
  how: string;
  firstTerm: string;
  timestamp: string;
  account: ZaloAccount;
}

export function verify(request: RawRequest, accounts: ZaloAccount[], now: number): Verdict {
  const header = headerOf(request, 'x-zevent-signature');
  if (!header) return isProbe(request.body) ? { ok: false, probe: true } : refuse('missing', accounts);
  const given = macIn(header);
  if (!given) return refuse('wrong', accounts);
  const claim = claimOf(request.body);
  const asked = accountsNamed(claim, accounts);
  if (asked.length === 0) return { ok: false, probe: false, reason: 'no-account' };
  const match = candidatesOf(request, claim, asked).find((candidate) =>
    timingSafeEqual(macOf(candidate, request.body), given),
  );
  if (!match) return refuse('wrong', asked);
  if (isStale(match, now)) return refuse('stale', asked);
  return match.account.settings.mac === 'detect' ? { ok: true, how: match.how } : { ok: true };
}

function headerOf(request: RawRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** When the address is saved in the console, Zalo posts nothing, or `{}`, unsigned, and wants a 200. */
function isProbe(body: Buffer): boolean {
  return body.length < 16 && /^\s*(\{\s*\})?\s*$/.test(body.toString('latin1'));
}

/** `mac=<hex>`; the documents print spaces around the "=", and some senders leave the name out. */
function macIn(header: string): Buffer | undefined {
  const hex = header.replace(/^\s*mac\s*=\s*/i, '').trim();
  return /^[0-9a-f]{64}$/i.test(hex) ? Buffer.from(hex, 'hex') : undefined;
}

function claimOf(body: Buffer): Claim {
  const value = parseJson(body);
  const event = Array.isArray(value) ? value[0] : value;
  return isFields(event) ? claimOfEvent(event) : claimOfBroken(body);
}

function claimOfEvent(event: Fields): Claim {
  const { timestamp } = event;
  return {
    appId: idAt(event, 'app_id'),
    ids: [idAt(event, 'oa_id'), idAt(fieldsAt(event, 'recipient'), 'id'), idAt(fieldsAt(event, 'sender'), 'id')],
    timestamps: [typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp) : ''],
  };
}

/** A rightly signed body may still be broken JSON, and is then kept: so what the signature needs is looked for in the text. */
function claimOfBroken(body: Buffer): Claim {
  const text = body.toString('latin1');
  const timestamp = /"timestamp"\s*:\s*"?(\d+)/.exec(text)?.[1];
  return {
    appId: /"app_id"\s*:\s*"?(\d+)/.exec(text)?.[1],
    ids: [],
    timestamps: timestamp === undefined ? [''] : [timestamp, ''],
  };
}

/**
 * The accounts the request can be meant for. An event about an OA that granted our app access but is not connected here counts for the
 * app: were it refused, Zalo would in the end switch the webhook off for every OA of the app.
 */
function accountsNamed(claim: Claim, accounts: ZaloAccount[]): ZaloAccount[] {
  const ofApp = accounts.filter(({ secrets }) => claim.appId === undefined || secrets.appId === claim.appId);
  const named = ofApp.filter(({ accountId }) => claim.ids.includes(accountId));
  return named.length > 0 ? named : ofApp;
}

/** Accounts of one app share its key: each different signature is computed once, however many OAs there are. */
function candidatesOf(request: RawRequest, claim: Claim, accounts: ZaloAccount[]): Candidate[] {
  const headerTimestamp = headerOf(request, 'x-zevent-timestamp');
  const candidates = new Map<string, Candidate>();
  for (const account of accounts) {
    for (const { term, from } of formsOf(account)) {
      const firstTerm = term === 'app_id' ? account.secrets.appId : account.accountId;
      const timestamps = from === 'body' ? claim.timestamps : [headerTimestamp ?? ''];
      for (const timestamp of timestamps) {
        const same = `${firstTerm}|${timestamp}|${account.secrets.oaSecretKey}`;
        if (!candidates.has(same)) candidates.set(same, { how: `${term}+${from}`, firstTerm, timestamp, account });
      }
    }
  }
  return [...candidates.values()];
}

const everyForm = (['app_id', 'oa_id'] as const).flatMap((term) =>
  (['body', 'header'] as const).map((from) => ({ term, from })),
);

function formsOf({ settings }: ZaloAccount) {
  return settings.mac === 'detect' ? everyForm : [{ term: settings.macFirstTerm, from: settings.timestampFrom }];
}

function macOf({ firstTerm, timestamp, account }: Candidate, body: Buffer): Buffer {
  const hash = createHash('sha256').update(firstTerm).update(body);
  return hash.update(timestamp).update(account.secrets.oaSecretKey).digest();
}

/** No event of this system is older, and smaller numbers (as in the documents' examples) are no times in milliseconds. */
const earliestMs = Date.UTC(2010, 0, 1);

function isStale({ timestamp, account }: Candidate, now: number): boolean {
  const at = Number(timestamp);
  return at >= earliestMs && now - at > account.settings.maxEventAgeMinutes * 60_000;
}

function refuse(reason: 'missing' | 'wrong' | 'stale', accounts: ZaloAccount[]): Verdict {
  const reportOnly = accounts.some(({ settings }) => settings.reportOnly);
  return reportOnly ? { ok: false, probe: true, reason } : { ok: false, probe: false, reason };
}
