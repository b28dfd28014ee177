/** Logins: the token goes to the official, its hash stays here, so a copy of the database opens no door. */
import { createHash, randomBytes } from 'node:crypto';
import type { PrismaTransaction } from './client.js';
import type { Login, Official } from './generated/client.js';

const hashOf = (token: string): Uint8Array<ArrayBuffer> => Uint8Array.from(createHash('sha256').update(token).digest());

/** Returns the token; nobody can read it again. 32 random bytes: nothing to guess, so a plain hash is enough. */
export async function openLogin(
  tx: PrismaTransaction,
  officialId: string,
  { now, expiresAt }: { now: Date; expiresAt: Date },
): Promise<string> {
  // What ended a month ago explains nothing any more.
  const forgotten = new Date(now.getTime() - 30 * 24 * 3_600_000);
  await tx.login.deleteMany({ where: { officialId, expiresAt: { lt: forgotten } } });
  const token = randomBytes(32).toString('base64url');
  await tx.login.create({
    data: { tokenHash: hashOf(token), officialId, createdAt: now, lastSeenAt: now, expiresAt },
  });
  return token;
}

/** The login with its official, whatever its state: the caller judges. */
export const findLogin = (prisma: PrismaTransaction, token: string): Promise<(Login & { official: Official }) | null> =>
  prisma.login.findUnique({ where: { tokenHash: hashOf(token) }, include: { official: true } });

export async function touchLogin(prisma: PrismaTransaction, token: string, now: Date): Promise<void> {
  await prisma.login.update({ where: { tokenHash: hashOf(token) }, data: { lastSeenAt: now } });
}

export async function revokeLogin(tx: PrismaTransaction, token: string, now: Date): Promise<void> {
  await tx.login.updateMany({ where: { tokenHash: hashOf(token), revokedAt: null }, data: { revokedAt: now } });
}

/** Ends every login of an official, but for the one they are using (`except`). */
export async function revokeLogins(
  tx: PrismaTransaction,
  officialId: string,
  now: Date,
  except?: string,
): Promise<void> {
  const others = except === undefined ? {} : { tokenHash: { not: hashOf(except) } };
  await tx.login.updateMany({ where: { officialId, revokedAt: null, ...others }, data: { revokedAt: now } });
}
