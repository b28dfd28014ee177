/** Surveys and their published revisions. A revision never changes: whoever began it ends on it. */
import { createHash } from 'node:crypto';
import type { Flow, FlowRevision } from '../flows/contract.js';
import type { PrismaTransaction } from './client.js';
import type { Prisma, SurveyRevision } from './generated/client.js';

export type { SurveyRevision };

/** The same document gives the same checksum, however its keys are ordered. */
export function checksumOf(document: Flow): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(document)))
    .digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]));
}

/** The document was judged by flows/registry.ts before it came here. */
export const flowOf = (row: Pick<SurveyRevision, 'document' | 'revision'>): FlowRevision => ({
  ...(row.document as unknown as Flow),
  revision: row.revision,
});

/** What somebody new may begin: of each survey its one revision that is not retired. */
export async function publishedSurveys(prisma: PrismaTransaction): Promise<FlowRevision[]> {
  const rows = await prisma.surveyRevision.findMany({ where: { retiredAt: null }, orderBy: { surveyId: 'asc' } });
  return rows.map(flowOf);
}

export async function surveyRevision(
  prisma: PrismaTransaction,
  surveyId: string,
  revision: number,
): Promise<FlowRevision | null> {
  const row = await prisma.surveyRevision.findUnique({ where: { surveyId_revision: { surveyId, revision } } });
  return row && flowOf(row);
}

/**
 * Publishes the document as the survey's next revision and retires the one before it. Publishing the present revision again changes
 * nothing. `by` is the official. Without one it is a survey that ships with the code, published at every start: that must neither
 * bring back what an official retired nor undo what an official published since, so any revision with this checksum will do.
 */
export async function publishSurvey(
  tx: PrismaTransaction,
  document: Flow,
  by?: string,
): Promise<{ revision: number; unchanged: boolean }> {
  const checksum = checksumOf(document);
  const former = await lockRevisions(tx, document.id);
  const latest = former[0];
  const same = former.find((row) => row.checksum === checksum && (by === undefined || isCurrent(row, latest)));
  if (same) return { revision: same.revision, unchanged: true };
  const now = new Date();
  const revision = (latest?.revision ?? 0) + 1;
  await tx.surveyRevision.updateMany({ where: { surveyId: document.id, retiredAt: null }, data: { retiredAt: now } });
  await tx.surveyRevision.create({
    data: {
      surveyId: document.id,
      revision,
      document: document as unknown as Prisma.InputJsonValue,
      checksum,
      publishedAt: now,
      publishedBy: by ?? null,
    },
  });
  await tellEverybody(tx);
  return { revision, unchanged: false };
}

/** Heard by every process when the transaction commits: what may be begun has changed. */
async function tellEverybody(tx: PrismaTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('surveys', '')`;
}

const isCurrent = (row: { revision: number; retiredAt: Date | null }, latest?: { revision: number }): boolean =>
  row.revision === latest?.revision && row.retiredAt === null;

/** Newest first. Two officials publishing at once take turns on the survey's row. */
async function lockRevisions(tx: PrismaTransaction, surveyId: string) {
  await tx.$executeRaw`INSERT INTO survey (id) VALUES (${surveyId}) ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`SELECT FROM survey WHERE id = ${surveyId} FOR UPDATE`;
  return tx.surveyRevision.findMany({
    where: { surveyId },
    orderBy: { revision: 'desc' },
    select: { revision: true, checksum: true, retiredAt: true },
  });
}

/** Nobody new may begin it; who began goes on. False when it was retired already. */
export async function retireSurvey(tx: PrismaTransaction, surveyId: string, now: Date): Promise<boolean> {
  const { count } = await tx.surveyRevision.updateMany({
    where: { surveyId, retiredAt: null },
    data: { retiredAt: now },
  });
  if (count > 0) await tellEverybody(tx);
  return count > 0;
}

/** Each survey with its newest revision, in order of ids. `after`: the last id of the page before. */
export function listSurveys(prisma: PrismaTransaction, limit: number, after?: string) {
  return prisma.survey.findMany({
    where: after === undefined ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: limit,
    include: { revisions: { orderBy: { revision: 'desc' }, take: 1 } },
  });
}

/** A survey with all its revisions, newest first. */
export const readSurvey = (prisma: PrismaTransaction, id: string) =>
  prisma.survey.findUnique({ where: { id }, include: { revisions: { orderBy: { revision: 'desc' } } } });

/** The documents of one survey, newest first: what the questions of a response or an export were called. */
export async function surveyRevisions(
  prisma: PrismaTransaction,
  surveyId: string,
  revision?: number,
): Promise<FlowRevision[]> {
  const rows = await prisma.surveyRevision.findMany({
    where: { surveyId, ...(revision !== undefined && { revision }) },
    orderBy: { revision: 'desc' },
  });
  return rows.map(flowOf);
}
