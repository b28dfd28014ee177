/** The three uses of secrets: try each app secret once, compare without telling how much was right, prove that we hold it. */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { MessengerAccount } from './account.js';

/** Pages of one app share its secret: with 34 provinces on one app there is still one HMAC to compute. */
export const appSecrets = (accounts: MessengerAccount[]): Set<string> =>
  new Set(accounts.map((account) => account.secrets.appSecret));

export const hmac = (secret: string, data: Buffer | string): Buffer =>
  createHmac('sha256', secret).update(data).digest();

/** Equal? In the same time whatever differs, the length too: digests are compared, not the words. */
export const sameWords = (a: string, b: string): boolean =>
  timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));

export const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** A Page's token stays for months and every call needs its proof; a few hundred Pages share one installation at most. */
const proofsKept = 1_000;
const proofs = new Map<string, string>();

/** Shows Meta that the caller of a token is its app: a stolen token alone is then worthless ("Require App Secret" in the app). */
export function appSecretProof(appSecret: string, token: string): string {
  const both = `${appSecret} ${token}`;
  const known = proofs.get(both);
  if (known !== undefined) return known;
  if (proofs.size >= proofsKept) proofs.clear();
  const proof = hmac(appSecret, token).toString('hex');
  proofs.set(both, proof);
  return proof;
}
