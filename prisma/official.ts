/** Officials: who works with the system. Addresses are kept in lower case, since nobody means two people by "An@" and "an@". */
import type { Prisma as Client, PrismaTransaction } from './client.js';
import type { Official } from './generated/client.js';
import { hashPassword } from './password.js';

export type { Official };

export const roles = [
  'administrator',
  'ministry',
  'head',
  'officer',
  'editor',
  'approver',
  'auditor',
  'observer',
] as const;
export type Role = (typeof roles)[number];

export interface OfficialData {
  email: string;
  name: string;
  role: Role;
  agencyId: string | null;
  language: string;
}

export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

/** In order of creation. `within`: only those of these agencies; null = all. */
export function listOfficials(prisma: PrismaTransaction, within: string[] | null, limit: number, after?: string) {
  return prisma.official.findMany({
    where: { ...(within && { agencyId: { in: within } }), ...(after && { id: { gt: after } }) },
    orderBy: { id: 'asc' },
    take: limit,
  });
}

export const readOfficial = (prisma: PrismaTransaction, id: string): Promise<Official | null> =>
  prisma.official.findUnique({ where: { id } });

export const officialByEmail = (prisma: PrismaTransaction, email: string): Promise<Official | null> =>
  prisma.official.findUnique({ where: { email: normalizeEmail(email) } });

/** Null when the address is taken. */
export async function createOfficial(
  tx: PrismaTransaction,
  { password, ...data }: OfficialData & { password: string },
): Promise<Official | null> {
  const row = { ...data, email: normalizeEmail(data.email), passwordHash: await hashPassword(password) };
  const [made] = await tx.official.createManyAndReturn({ data: [row], skipDuplicates: true });
  return made ?? null;
}

export const changeOfficial = (
  tx: PrismaTransaction,
  id: string,
  data: Partial<Omit<OfficialData, 'email'>> & { disabledAt?: Date | null },
): Promise<Official> => tx.official.update({ where: { id }, data });

export async function setPassword(tx: PrismaTransaction, id: string, password: string): Promise<void> {
  await tx.official.update({ where: { id }, data: { passwordHash: await hashPassword(password) } });
}

/** Is there an administrator besides this one? Locks them, so that two cannot remove each other at the same moment. */
export async function anotherAdministrator(tx: PrismaTransaction, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM official WHERE role = 'administrator' AND disabled_at IS NULL ORDER BY id FOR UPDATE`;
  return rows.some((row) => row.id !== id);
}

/** The first start: makes the administrator unless there is an official already. Says whether it did. */
export function createFirstOfficial(
  prisma: Client,
  { email, password, name = 'Quản trị viên' }: { email: string; password: string; name?: string },
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    // Several processes start together on an empty database: one makes the official, the others wait and see it.
    await tx.$executeRaw`LOCK TABLE official IN SHARE ROW EXCLUSIVE MODE`;
    if ((await tx.official.count()) > 0) return false;
    await createOfficial(tx, { email, password, name, role: 'administrator', agencyId: null, language: 'vi' });
    return true;
  });
}
