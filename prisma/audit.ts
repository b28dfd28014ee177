/** Who did what: written with the change, in its transaction, and before personal data leaves the server. */
import type { PrismaTransaction } from './client.js';
import { Prisma } from './generated/client.js';

export interface Deed {
  officialId: string | null;
  /** noun.past-tense: channel.connected, survey.published, contact.read … */
  action: string;
  /** What it was done to: "survey:one-stop", "channel:3". */
  subject: string;
  /** Never secrets, passwords or what names a citizen. */
  detail?: Record<string, string | number | boolean | null | string[]>;
  requestId?: string;
}

export async function writeAudit(tx: PrismaTransaction, deed: Deed): Promise<void> {
  await tx.audit.create({
    data: {
      officialId: deed.officialId,
      action: deed.action,
      subject: deed.subject,
      detail: deed.detail ?? {},
      requestId: deed.requestId ?? null,
    },
  });
}

export interface AuditFilter {
  officialId?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

/** Newest first. `after`: the id of the last row of the page before. */
export function listAudit(prisma: PrismaTransaction, filter: AuditFilter, limit: number, after?: bigint) {
  const where: Prisma.AuditWhereInput = {};
  if (after !== undefined) where.id = { lt: after };
  if (filter.officialId) where.officialId = filter.officialId;
  if (filter.action) where.action = filter.action;
  if (filter.subject) where.subject = filter.subject;
  if (filter.from || filter.to) where.at = between(filter);
  return prisma.audit.findMany({ where, orderBy: { id: Prisma.SortOrder.desc }, take: limit });
}

function between({ from, to }: AuditFilter): Prisma.DateTimeFilter {
  return { ...(from && { gte: from }), ...(to && { lt: to }) };
}
