import { z } from 'zod';
import type { PrismaTransaction } from '../../../prisma/client.js';
import type { Role } from '../../../prisma/official.js';
import { failAt } from '../../errors.js';
import { needsAgency } from '../../policies/official.js';
import { roleSchema } from '../../presenters/official.js';
import { openAgency } from '../agencies/fields.js';

/**
 * Length is what resists guessing, so there is no rule about digits and signs (NIST SP 800-63B-4, 2025). Twelve characters and 50 tries an
 * hour (plugins/tries.ts) outlast any list of common passwords.
 */
export const passwordSchema = z.string().min(12).max(256);

export const officialFields = {
  name: z.string().trim().min(1).max(200),
  role: roleSchema,
  agencyId: z.guid().nullable(),
  language: z.enum(['vi', 'en']),
};

/** A password that begins with the address is the first one that is tried. */
export function refuseGuessable(password: string, email: string, path: string): void {
  const local = email.split('@')[0]?.toLowerCase() ?? '';
  if (local.length >= 3 && password.toLowerCase().includes(local)) throw failAt(path, 'password-holds-email');
}

/** Heads and officers work for an agency, and it must be open. */
export async function fitRoleAndAgency(tx: PrismaTransaction, role: Role, agencyId: string | null): Promise<void> {
  if (agencyId) await openAgency(tx, agencyId, 'agencyId');
  else if (needsAgency({ role })) throw failAt('agencyId', 'role-needs-agency');
}
