import { z } from 'zod';
import * as surveys from '../../../prisma/survey.js';
import type { Endpoint } from '../../context.js';
import { pageOf, pageQuery, readCursor, toPage } from '../../page.js';
import { presentSurvey, surveySchema } from '../../presenters/survey.js';

/** GET /surveys → surveys with their newest revision, in order of ids. */
export const listSurveys: Endpoint = (api, { database }) => {
  api.get(
    '/surveys',
    {
      schema: {
        summary: 'List surveys',
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(surveySchema) },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const rows = await surveys.listSurveys(database.prisma, limit + 1, readCursor(cursor, z.string()));
      return toPage(rows, limit, { present: presentSurvey, key: (row) => row.id });
    },
  );
};
