/**
 * Meta's data-deletion callback: a form field `signed_request` = `<signature>.<payload>`, both base64url, the signature an HMAC-SHA256
 * over the encoded payload. (Meta, data deletion callback, sure.) The person in it is named by the id the *app* knows them by, which is
 * not the id they chat with; hence the chat has its own "erase my data" as well.
 */
import { parseJson } from '../json.js';
import type { MessengerAccount } from './account.js';
import { type Fields, fieldsOf, idOf, timeOf } from './events/fields.js';
import { appSecrets, hmac, sameBytes } from './secrets.js';

export type DeletionRequest =
  | { ok: true; appScopedUserId: string; issuedAt: number }
  | { ok: false; reason: 'malformed' | 'wrong' | 'algorithm' | 'expired' };

/** `now` in ms since 1970. */
export function readDeletionRequest(
  signedRequest: unknown,
  accounts: MessengerAccount[],
  now: number,
): DeletionRequest {
  const [signature, payload, ...rest] = typeof signedRequest === 'string' ? signedRequest.split('.') : [];
  if (!signature || !payload || rest.length > 0) return { ok: false, reason: 'malformed' };
  if (!isSigned(payload, Buffer.from(signature, 'base64url'), accounts)) return { ok: false, reason: 'wrong' };
  return judge(fieldsOf(parseJson(Buffer.from(payload, 'base64url'))), now);
}

function isSigned(payload: string, signature: Buffer, accounts: MessengerAccount[]): boolean {
  for (const secret of appSecrets(accounts)) if (sameBytes(hmac(secret, payload), signature)) return true;
  return false;
}

function judge({ algorithm, user_id, issued_at, expires }: Fields, now: number): DeletionRequest {
  if (typeof algorithm !== 'string' || algorithm.toUpperCase() !== 'HMAC-SHA256')
    return { ok: false, reason: 'algorithm' };
  const appScopedUserId = idOf(user_id);
  const issuedAt = timeOf(issued_at);
  if (!appScopedUserId || issuedAt === undefined) return { ok: false, reason: 'malformed' };
  /** 0 stands for "never" in Meta's signed requests. */
  const expiresAt = timeOf(expires);
  return expiresAt !== undefined && expiresAt < now
    ? { ok: false, reason: 'expired' }
    : { ok: true, appScopedUserId, issuedAt };
}
