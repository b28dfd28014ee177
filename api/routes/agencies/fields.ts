import { z } from 'zod';
import { type Agency, readAgency } from '../../../prisma/agency.js';
import type { PrismaTransaction } from '../../../prisma/client.js';
import { failAt } from '../../errors.js';

export const agencyName = z.object({ vi: z.string().trim().min(1).max(200), en: z.string().trim().min(1).max(200) });

/** Official codes of agencies look like "H46.12" or "G09" (QCVN 102:2016/BTTTT; Decision 20/2020/QĐ-TTg). */
export const agencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/, 'not-agency-code');

/** An agency that something new may be hung on, named in the field `path`. */
export async function openAgency(tx: PrismaTransaction, id: string, path: string): Promise<Agency> {
  const agency = await readAgency(tx, id);
  if (!agency) throw failAt(path, 'no-such-agency');
  if (agency.closedAt) throw failAt(path, 'agency-closed');
  return agency;
}
