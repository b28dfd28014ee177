import { z } from 'zod';
import { streamResponses } from '../../../prisma/response.js';
import { surveyRevisions } from '../../../prisma/survey.js';
import type { Endpoint } from '../../context.js';
import { fail, failAt } from '../../errors.js';
import { languageOf } from '../../language.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';
import { createSlots } from '../../plugins/slots.js';
import { reachOf } from '../../policies/reach.js';
import { mayOpenSensitiveAnswers } from '../../policies/response.js';
import { questionsOf } from '../../presenters/answer.js';
import { toCsv } from '../../presenters/response-csv.js';
import { filterQuery, toFilter } from './filter.js';

/** Each holds a database connection until its reader has taken everything. */
const maxAtOnce = 3;

const querystring = z.strictObject({
  ...filterQuery,
  survey: z.string().describe('One file holds one survey: a column per question'),
  as: z
    .enum(['labels', 'codes'])
    .default('labels')
    .describe('Words for people, in the Accept-Language, or codes for programs'),
  sensitive: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Also open free text, phone numbers, places and photos; this is written into the audit'),
});

/** The file is a stream, which no schema looks into; `meta` says what to document. */
const csv = {
  description: 'CSV in UTF-8 with a byte order mark',
  content: { 'text/csv': { schema: z.unknown().meta({ type: 'string' }) } },
};

/** GET /responses.csv?survey=… → a file, streamed: a row per response, a column per question. */
export const exportResponses: Endpoint = (api, { database, keys, nodeTypes, words }) => {
  const takeSlot = createSlots(maxAtOnce, ['too-many-exports', { retryAfterSeconds: 30 }]);
  const schema = { summary: 'Export the responses of a survey as CSV', querystring, response: { 200: csv } };
  // No HEAD: it would read the whole file to throw it away.
  api.get('/responses.csv', { schema, exposeHeadRoute: false }, async (request, reply) => {
    const { query } = request;
    const asker = askerOf(request);
    const open = query.sensitive === 'true';
    if (open && !mayOpenSensitiveAnswers(asker)) throw fail('forbidden');
    const flows = await surveyRevisions(database.prisma, query.survey, query.revision);
    if (flows.length === 0) throw failAt('survey', 'no-such-survey');
    const within = await reachOf(database.prisma, asker);
    const release = takeSlot();
    try {
      // Before the first row leaves, so that no file exists that the audit does not know of.
      await record(database.prisma, request, 'responses.exported', `survey:${query.survey}`, picked(query));
      const rows = await streamResponses(database.url, toFilter(query, within));
      rows.once('close', release);
      const language = languageOf(request.headers['accept-language']);
      const sealer = open ? keys.sealer : null;
      reply.type('text/csv; charset=utf-8');
      reply.header('content-disposition', `attachment; filename="${query.survey}.csv"`);
      return reply.send(toCsv(rows, questionsOf(flows, nodeTypes), { as: query.as, language, words, sealer }));
    } catch (error) {
      release();
      throw error;
    }
  });
};

/** What was asked for, for the audit. */
const picked = (query: z.output<typeof querystring>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
