/**
 * OAuth of an OA (v4): a browser link for its administrator, a code for a first token pair, and from then on refreshing. The access token
 * lives 25 hours; the refresh token three months and for one use only: each answer brings a new pair and kills the old one, so whoever
 * calls `refresh` holds the account's lock and stores the pair before using it.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Http, TokenPair } from '../contract.js';
import { parseJson } from '../json.js';
import type { ZaloAccount } from './account.js';
import { answerOf, type HttpResult } from './answer.js';
import { type Fields, idAt, isFields, numberAt, textAt } from './fields.js';

export interface TokenContext {
  http: Http;
  account: ZaloAccount;
  now: number;
}
/** `final`: the refresh token is dead; only an administrator of the OA can connect it again. */
export type TokenResult = { ok: true; pair: TokenPair } | { ok: false; code: string; detail: string; final: boolean };

/** Shortest life any source reports. Used only if an answer has tokens but no readable life: the old pair is dead by then. */
const shortestLifeSeconds = 3600;

export async function refresh(context: TokenContext, pair: TokenPair): Promise<TokenResult> {
  return requestPair(context, { grant_type: 'refresh_token', refresh_token: pair.refreshToken });
}

/** The code that came to the callback address: valid for ten minutes, once. */
export async function exchangeCode(context: TokenContext, code: string, verifier: string): Promise<TokenResult> {
  return requestPair(context, { grant_type: 'authorization_code', code, code_verifier: verifier });
}

/**
 * The link an administrator of the OA opens to connect it, and the verifier to keep until the code comes. `state` comes back with it.
 * Where the console has one fixed challenge saved for the app, the verifier is that one (secret `codeVerifier`).
 */
export function authorisation(
  account: ZaloAccount,
  redirectUri: string,
  state: string,
): { url: string; verifier: string } {
  const verifier = account.secrets.codeVerifier ?? randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    app_id: account.secrets.appId,
    redirect_uri: redirectUri,
    code_challenge: challengeOf(verifier),
    state,
  });
  return { url: `${account.settings.oauthUrl}/v4/oa/permission?${query}`, verifier };
}

export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

async function requestPair({ http, account, now }: TokenContext, grant: Record<string, string>): Promise<TokenResult> {
  const result = await http({
    method: 'POST',
    url: `${account.settings.oauthUrl}/v4/oa/access_token`,
    headers: { secret_key: account.secrets.appSecret, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ app_id: account.secrets.appId, ...grant }).toString(),
  });
  const fields = fieldsOf(result);
  const pair = fields && pairIn(fields, now);
  return pair ? { ok: true, pair } : refusal(result, fields);
}

function fieldsOf(result: HttpResult): Fields | undefined {
  const value = result.reached && result.status < 300 ? parseJson(Buffer.from(result.body)) : undefined;
  return isFields(value) ? value : undefined;
}

/** Both tokens or nothing: a product that stored an answer without them overwrote the pair that still worked. */
function pairIn(fields: Fields, now: number): TokenPair | undefined {
  const accessToken = textAt(fields, 'access_token');
  const refreshToken = textAt(fields, 'refresh_token');
  if (accessToken === undefined || refreshToken === undefined) return undefined;
  const seconds = numberAt(fields, 'expires_in') ?? 0;
  const lifeSeconds = seconds > 0 ? seconds : shortestLifeSeconds;
  return { accessToken, refreshToken, issuedAt: now, expiresAt: now + lifeSeconds * 1000 };
}

/** What is known of the endpoint's codes (2026). It answers errors with HTTP 200 too. */
const cures: Record<string, string> = {
  '-14002': 'the app is not active: activate it in the developer console',
  '-14003': 'the callback address is not the one registered in the developer console',
  '-14020': 'the refresh token has been used or is too old: an administrator of the OA must connect it again',
};

function refusal(result: HttpResult, fields: Fields | undefined): TokenResult {
  const code = fields && idAt(fields, 'error');
  if (fields && code !== undefined && code !== '0') {
    const said = ['error_name', 'error_description', 'error_reason', 'message'].map((key) => textAt(fields, key));
    const words = said.filter((word) => word !== undefined).join('; ');
    return { ok: false, code, detail: cures[code] ?? `the token was refused: ${words}`, final: isDead(code, words) };
  }
  if (fields) return { ok: false, code: 'no-tokens', detail: 'the answer holds no complete token pair', final: false };
  const answer = answerOf(result);
  const failed = answer.ok ? { code: 'no-tokens', detail: 'the answer holds no tokens' } : answer;
  return { ok: false, code: failed.code, detail: failed.detail, final: false };
}

/** The code number for a dead refresh token is reported by one source only (unsure), so the words count as well. */
function isDead(code: string, words: string): boolean {
  return code === '-14020' || /refresh.?token|invalid_grant/i.test(words);
}
