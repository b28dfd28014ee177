/** `X-Hub-Signature-256: sha256=<hex>`: HMAC-SHA256 with the app secret over the raw bytes. */
import { createHmac } from 'node:crypto';
import type { MessengerAccount } from '../options.js';

export const signMessenger = (account: MessengerAccount, body: string): string =>
  `sha256=${createHmac('sha256', account.appSecret).update(body).digest('hex')}`;

/** Meta escapes what is not ASCII and signs what it sent: whoever re-serialises the body gets another signature. */
export const escapeUnicode = (json: string): string =>
  json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Data deletion: `base64url(signature).base64url(payload)`, signed over the encoded payload. */
export function signedRequest(account: MessengerAccount, payload: object): string {
  const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${createHmac('sha256', account.appSecret).update(encoded).digest('base64url')}.${encoded}`;
}
