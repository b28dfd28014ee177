import { z } from 'zod';
import type { Agency } from '../../prisma/agency.js';
import { bothLanguages, timeOrNull, timeSchema, toTime } from './text.js';

export const agencySchema = z
  .object({
    id: z.guid(),
    code: z.string(),
    name: bothLanguages,
    parentId: z.guid().nullable(),
    closedAt: timeOrNull,
    createdAt: timeSchema,
  })
  .meta({ id: 'Agency' });

export const presentAgency = (row: Agency): z.output<typeof agencySchema> => ({
  id: row.id,
  code: row.code,
  name: { vi: row.nameVi, en: row.nameEn },
  parentId: row.parentId,
  closedAt: toTime(row.closedAt),
  createdAt: row.createdAt.toISOString(),
});

export interface AgencyBranch {
  id: string;
  code: string;
  name: { vi: string; en: string };
  below: AgencyBranch[];
}

export const branchSchema: z.ZodType<AgencyBranch> = z
  .object({
    id: z.guid(),
    code: z.string(),
    name: bothLanguages,
    get below() {
      return z.array(branchSchema);
    },
  })
  .meta({ id: 'AgencyBranch' });

/** The open agencies as a tree. One whose parent is closed stands at the top rather than vanish. */
export function presentTree(rows: Agency[]): AgencyBranch[] {
  const branches = new Map<string, AgencyBranch>(
    rows.map(({ id, code, nameVi, nameEn }) => [id, { id, code, name: { vi: nameVi, en: nameEn }, below: [] }]),
  );
  const top: AgencyBranch[] = [];
  for (const { id, parentId } of rows) {
    const branch = branches.get(id);
    const siblings = (parentId && branches.get(parentId)?.below) || top;
    if (branch) siblings.push(branch);
  }
  return top;
}
