/** Responses and their answers: without who gave them. The link is in `response_owner`, and nothing here reads it. */
import pg from 'pg';
import QueryStream from 'pg-query-stream';
import type { PrismaTransaction } from './client.js';
import { type Answer, Prisma } from './generated/client.js';

export type { Answer };

export interface ResponseRow {
  id: string;
  surveyId: string;
  revision: number;
  channelId: number;
  channelName: string;
  platform: string;
  language: string;
  state: string;
  startedAt: Date;
  endedAt: Date | null;
  /** How many questions have an answer. */
  answered: number;
}

export interface ResponseFilter {
  surveyId?: string | undefined;
  revision?: number | undefined;
  state?: string | undefined;
  channelId?: number | undefined;
  /** Begun in [from, to). */
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only what came in over these agencies' channels; null = all. */
  within: string[] | null;
}

const columns = Prisma.sql`r.id, r.survey_id AS "surveyId", r.revision, r.channel_id AS "channelId", h.name AS "channelName",
  h.platform, r.language, r.state, r.started_at AS "startedAt", r.ended_at AS "endedAt"`;
const answered = Prisma.sql`(SELECT count(*)::int FROM answer a WHERE a.response_id = r.id) AS answered`;

/**
 * Newest first. Each survey's newest come from the index on (survey, start) and are merged: surveys are few, and an index over all
 * responses would be paid on the message path.
 */
export function listResponses(
  prisma: PrismaTransaction,
  filter: ResponseFilter,
  limit: number,
  after?: { startedAt: Date; id: string },
): Promise<ResponseRow[]> {
  const older = after ? Prisma.sql`AND (r.started_at, r.id) < (${after.startedAt}, ${after.id}::uuid)` : Prisma.empty;
  return prisma.$queryRaw<ResponseRow[]>`
    SELECT ${columns}, ${answered}
    FROM (SELECT r.* FROM survey s CROSS JOIN LATERAL (
            SELECT * FROM response r WHERE r.survey_id = s.id AND ${conditions(filter)} ${older}
            ORDER BY r.started_at DESC, r.id DESC LIMIT ${limit}) r
          ORDER BY r.started_at DESC, r.id DESC LIMIT ${limit}) r
    JOIN channel h ON h.id = r.channel_id
    ORDER BY r.started_at DESC, r.id DESC`;
}

/** One response with its answers in the order of the person's path. */
export async function readResponse(
  prisma: PrismaTransaction,
  id: string,
  within: string[] | null,
): Promise<(ResponseRow & { answers: Answer[] }) | null> {
  const [row] = await prisma.$queryRaw<ResponseRow[]>`
    SELECT ${columns}, ${answered} FROM response r JOIN channel h ON h.id = r.channel_id
    WHERE r.id = ${id}::uuid AND ${conditions({ within })}`;
  if (!row) return null;
  const answers = await prisma.answer.findMany({
    where: { responseId: id },
    orderBy: [{ position: 'asc' }, { question: 'asc' }],
  });
  return { ...row, answers };
}

function conditions(filter: ResponseFilter): Prisma.Sql {
  const all = [Prisma.sql`true`];
  if (filter.surveyId !== undefined) all.push(Prisma.sql`r.survey_id = ${filter.surveyId}`);
  if (filter.revision !== undefined) all.push(Prisma.sql`r.revision = ${filter.revision}::int`);
  if (filter.state !== undefined) all.push(Prisma.sql`r.state = ${filter.state}`);
  if (filter.channelId !== undefined) all.push(Prisma.sql`r.channel_id = ${filter.channelId}::int`);
  if (filter.from) all.push(Prisma.sql`r.started_at >= ${filter.from}`);
  if (filter.to) all.push(Prisma.sql`r.started_at < ${filter.to}`);
  if (filter.within) {
    all.push(Prisma.sql`r.channel_id IN (SELECT id FROM channel WHERE agency_id = ANY(${filter.within}::uuid[]))`);
  }
  return Prisma.join(all, ' AND ');
}

/** A response as an export reads it: its answers by question, sealed ones as base64. */
export interface ExportRow extends Omit<ResponseRow, 'answered'> {
  answers: Record<string, { value: unknown; sealed: string | null }> | null;
}

/** Rows read ahead: a batch is some hundred kilobytes, and fewer round trips than that gain nothing. */
const batchRows = 500;

/**
 * Every matching response, oldest first, a batch in memory at a time. Runs on a connection of its own, because an export to a slow reader
 * holds it for as long as the reader likes. Destroying the stream ends it.
 */
export async function streamResponses(url: string, filter: ResponseFilter): Promise<QueryStream> {
  const query = Prisma.sql`
    SELECT ${columns}, (
      SELECT jsonb_object_agg(a.question, jsonb_build_object('value', a.value, 'sealed', encode(a.value_sealed, 'base64')))
      FROM answer a WHERE a.response_id = r.id) AS answers
    FROM response r JOIN channel h ON h.id = r.channel_id
    WHERE ${conditions(filter)}
    ORDER BY r.started_at, r.id`;
  const client = new pg.Client({ connectionString: url, application_name: 'lang-nghe export' });
  await client.connect();
  const stream = client.query(new QueryStream(query.text, query.values as unknown[], { batchSize: batchRows }));
  // A connection that breaks in the middle ends the stream with its reason instead of the process.
  client.on('error', (error) => stream.destroy(error));
  stream.once('close', () => void client.end().catch(() => undefined));
  return stream;
}
