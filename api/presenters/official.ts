import { z } from 'zod';
import { type Official, roles } from '../../prisma/official.js';
import type { Asker } from '../policies/official.js';
import { timeOrNull, timeSchema, toTime } from './text.js';

export const roleSchema = z.enum(roles);

/** Who is logged in. */
export const askerSchema = z
  .object({
    id: z.guid(),
    email: z.string(),
    name: z.string(),
    role: roleSchema,
    agencyId: z.guid().nullable(),
    language: z.string(),
  })
  .meta({ id: 'Me' });

export const officialSchema = askerSchema
  .extend({ disabledAt: timeOrNull, createdAt: timeSchema })
  .meta({ id: 'Official' });

export const presentAsker = ({ id, email, name, role, agencyId, language }: Asker): z.output<typeof askerSchema> => ({
  id,
  email,
  name,
  role,
  agencyId,
  language,
});

export function presentOfficial(row: Official): z.output<typeof officialSchema> {
  const { id, email, name, agencyId, language, createdAt, disabledAt } = row;
  return {
    id,
    email,
    name,
    role: roleSchema.parse(row.role),
    agencyId,
    language,
    disabledAt: toTime(disabledAt),
    createdAt: createdAt.toISOString(),
  };
}
