/** `X-ZEvent-Signature: mac=<hex>`: plain SHA-256 over app id, raw body, timestamp and the OA's secret key (official Java helper). */
import { createHash } from 'node:crypto';
import type { ZaloAccount } from '../options.js';

export function signZalo(account: ZaloAccount, body: string, timestamp: string): string {
  const mac = createHash('sha256').update(account.appId + body + timestamp + account.oaSecretKey);
  return `mac=${mac.digest('hex')}`;
}
