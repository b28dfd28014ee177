import { z } from 'zod';
import * as surveys from '../../../prisma/survey.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { presentWithRevisions, surveyWithRevisions } from '../../presenters/survey.js';

/** GET /surveys/:id → the survey with its newest document and all its revisions. */
export const readSurvey: Endpoint = (api, { database }) => {
  api.get(
    '/surveys/:id',
    {
      schema: {
        summary: 'Read a survey with its revisions',
        params: z.object({ id: z.string() }),
        response: { 200: surveyWithRevisions },
      },
    },
    async ({ params: { id } }) => {
      const survey = await surveys.readSurvey(database.prisma, id);
      if (!survey) throw fail('not-found');
      return presentWithRevisions(survey);
    },
  );
};
