import { z } from 'zod';
import type { Audit } from '../../prisma/generated/client.js';
import { timeSchema } from './text.js';

export const auditSchema = z
  .object({
    id: z.string(),
    at: timeSchema,
    officialId: z.guid().nullable(),
    action: z.string().describe('e.g. channel.connected, survey.published, contact.read'),
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditEntry' });

export const presentAudit = (row: Audit): z.output<typeof auditSchema> => ({
  id: String(row.id),
  at: row.at.toISOString(),
  officialId: row.officialId,
  action: row.action,
  subject: row.subject,
  detail: row.detail as Record<string, unknown>,
  requestId: row.requestId,
});
