/** How far an official sees: the agencies whose people, channels and responses they may know about. */
import { agenciesBelow } from '../../prisma/agency.js';
import type { PrismaTransaction } from '../../prisma/client.js';
import { type Asker, needsAgency, worksWithinAgency } from './official.js';

/** Null = everywhere. Otherwise the official's agency and those below it; what lies outside does not exist for them (404, not 403). */
export async function reachOf(prisma: PrismaTransaction, official: Asker): Promise<string[] | null> {
  if (!worksWithinAgency(official)) return null;
  if (official.agencyId) return agenciesBelow(prisma, official.agencyId);
  return needsAgency(official) ? [] : null;
}
