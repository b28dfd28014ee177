/**
 * Passwords as they are kept: argon2id with 19 MiB, 2 passes, 1 lane, the first choice of the OWASP Password Storage Cheat Sheet
 * (read 2026-11); about 90 ms of one core.
 */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** The package's default algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), cost);

/** Somebody who does not exist costs the same time as somebody who does: else the clock tells which addresses are ours. */
let nobody: Promise<string> | undefined;

/** `null`: there is no such account. Never true then. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword(randomBytes(16).toString('hex'));
  const same = await verify(stored ?? (await nobody), password.normalize('NFC'));
  return same && stored !== null;
}
