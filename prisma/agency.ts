/** Agencies and their tree. */
import type { PrismaTransaction } from './client.js';
import type { Agency } from './generated/client.js';

export type { Agency };

export interface AgencyData {
  code: string;
  nameVi: string;
  nameEn: string;
  parentId: string | null;
}

/** In order of their codes. `after`: the code of the last row of the page before. */
export function listAgencies(
  prisma: PrismaTransaction,
  filter: { parentId?: string | undefined },
  limit: number,
  after?: string,
) {
  return prisma.agency.findMany({
    where: {
      ...(filter.parentId && { parentId: filter.parentId }),
      ...(after !== undefined && { code: { gt: after } }),
    },
    orderBy: { code: 'asc' },
    take: limit,
  });
}

export const allAgencies = (prisma: PrismaTransaction): Promise<Agency[]> =>
  prisma.agency.findMany({ where: { closedAt: null }, orderBy: { code: 'asc' } });

export const readAgency = (prisma: PrismaTransaction, id: string): Promise<Agency | null> =>
  prisma.agency.findUnique({ where: { id } });

/** Null when the code is taken. */
export async function createAgency(tx: PrismaTransaction, data: AgencyData): Promise<Agency | null> {
  const [made] = await tx.agency.createManyAndReturn({ data: [data], skipDuplicates: true });
  return made ?? null;
}

export const changeAgency = (
  tx: PrismaTransaction,
  id: string,
  data: Partial<Omit<AgencyData, 'code'>>,
): Promise<Agency> => tx.agency.update({ where: { id }, data });

export const closeAgency = (tx: PrismaTransaction, id: string, at: Date): Promise<Agency> =>
  tx.agency.update({ where: { id }, data: { closedAt: at } });

/** Two moves at once could close a circle that neither sees: whoever moves an agency takes this first. */
export async function lockTree(tx: PrismaTransaction): Promise<void> {
  await tx.$executeRaw`LOCK TABLE agency IN SHARE ROW EXCLUSIVE MODE`;
}

/** The agency and everything below it. */
export async function agenciesBelow(prisma: PrismaTransaction, id: string): Promise<string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE below AS (
      SELECT id FROM agency WHERE id = ${id}::uuid
      UNION SELECT a.id FROM agency a JOIN below b ON a.parent_id = b.id)
    SELECT id FROM below`;
  return rows.map((row) => row.id);
}

/** What still hangs on it: an agency is closed last. */
export async function dependentsOf(prisma: PrismaTransaction, id: string) {
  const [agencies, officials, channels] = await Promise.all([
    prisma.agency.count({ where: { parentId: id, closedAt: null } }),
    prisma.official.count({ where: { agencyId: id, disabledAt: null } }),
    prisma.channel.count({ where: { agencyId: id, state: { not: 'disconnected' } } }),
  ]);
  return { agencies, officials, channels };
}
