/** Wishes to be forgotten that reach us through a platform's callback. */
import type { PrismaTransaction } from './client.js';
import type { Sealer } from './seal.js';

export async function storeErasureRequest(
  prisma: PrismaTransaction,
  sealer: Sealer,
  { code, platform, subject, at }: { code: string; platform: string; subject: string; at: number },
): Promise<void> {
  await prisma.erasureRequest.create({
    data: {
      code,
      platform,
      source: 'platform-callback',
      subjectSealed: new Uint8Array(sealer.seal(subject)),
      receivedAt: new Date(at),
    },
  });
}

export const findErasureRequest = (
  prisma: PrismaTransaction,
  code: string,
): Promise<{ receivedAt: Date; doneAt: Date | null } | null> =>
  prisma.erasureRequest.findUnique({ where: { code }, select: { receivedAt: true, doneAt: true } });
