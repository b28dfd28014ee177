import { z } from 'zod';
import type { Flow } from '../../flows/contract.js';
import type { SurveyRevision } from '../../prisma/survey.js';
import { bothLanguages, timeOrNull, timeSchema, toTime } from './text.js';

export const revisionSchema = z
  .object({
    revision: z.int(),
    title: bothLanguages,
    checksum: z.string(),
    publishedAt: timeSchema,
    publishedBy: z.guid().nullable(),
    retiredAt: timeOrNull.describe('Since when nobody new may begin it'),
  })
  .meta({ id: 'SurveyRevision' });

export const surveySchema = z
  .object({
    id: z.string(),
    title: bothLanguages,
    summary: bothLanguages.nullable(),
    state: z.enum(['published', 'retired']),
    createdAt: timeSchema,
    revision: z.int().describe('The newest one'),
    publishedAt: timeSchema,
  })
  .meta({ id: 'Survey' });

export const surveyWithRevisions = surveySchema
  .extend({
    document: z.record(z.string(), z.unknown()).describe('The newest revision as it was published'),
    revisions: z.array(revisionSchema),
  })
  .meta({ id: 'SurveyWithRevisions' });

interface SurveyRow {
  id: string;
  createdAt: Date;
  revisions: SurveyRevision[];
}

const documentOf = (row: SurveyRevision): Flow => row.document as unknown as Flow;

const presentRevision = (row: SurveyRevision): z.output<typeof revisionSchema> => ({
  revision: row.revision,
  title: documentOf(row).title,
  checksum: row.checksum,
  publishedAt: row.publishedAt.toISOString(),
  publishedBy: row.publishedBy,
  retiredAt: toTime(row.retiredAt),
});

/** A survey is never without a revision: both are written in one transaction. */
export function presentSurvey(row: SurveyRow): z.output<typeof surveySchema> {
  const newest = newestOf(row);
  const { title, summary } = documentOf(newest);
  return {
    id: row.id,
    title,
    summary: summary ?? null,
    state: newest.retiredAt ? 'retired' : 'published',
    createdAt: row.createdAt.toISOString(),
    revision: newest.revision,
    publishedAt: newest.publishedAt.toISOString(),
  };
}

export const presentWithRevisions = (row: SurveyRow): z.output<typeof surveyWithRevisions> => ({
  ...presentSurvey(row),
  document: { ...documentOf(newestOf(row)) },
  revisions: row.revisions.map(presentRevision),
});

function newestOf(row: SurveyRow): SurveyRevision {
  const [newest] = row.revisions;
  if (!newest) throw new Error(`survey ${row.id} has no revision`);
  return newest;
}
