/**
 * `X-Hub-Signature-256: sha256=<hex>`, an HMAC over the bytes as they came: Meta signs the escaped form it sent, so the body must not
 * have been parsed and written again. The old `X-Hub-Signature` (SHA-1) still comes along and is ignored.
 */
import type { RawRequest, Verdict } from '../contract.js';
import type { MessengerAccount } from './account.js';
import { appSecrets, hmac, sameBytes } from './secrets.js';

const signatureForm = /^sha256=([0-9a-f]{64})$/i;

export function verify({ body, headers }: RawRequest, accounts: MessengerAccount[]): Verdict {
  if (accounts.length === 0) return refused('no-account');
  const header = headers['x-hub-signature-256'];
  if (!header) return refused('missing');
  const hex = typeof header === 'string' ? signatureForm.exec(header)?.[1] : undefined;
  if (!hex) return refused('wrong');
  const given = Buffer.from(hex, 'hex');
  for (const secret of appSecrets(accounts)) if (sameBytes(hmac(secret, body), given)) return { ok: true };
  return refused('wrong');
}

const refused = (reason: 'missing' | 'wrong' | 'no-account'): Verdict => ({ ok: false, probe: false, reason });
