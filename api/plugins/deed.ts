/** An audit entry about this request: who asked and the request's id are always the same two. */
import type { FastifyRequest } from 'fastify';
import { type Deed, writeAudit } from '../../prisma/audit.js';
import type { PrismaTransaction } from '../../prisma/client.js';

export const record = (
  tx: PrismaTransaction,
  request: FastifyRequest,
  action: string,
  subject: string,
  detail: Deed['detail'] = {},
): Promise<void> =>
  writeAudit(tx, { officialId: request.asker?.id ?? null, action, subject, detail, requestId: request.id });
