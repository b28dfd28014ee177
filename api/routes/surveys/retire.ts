import { z } from 'zod';
import * as surveys from '../../../prisma/survey.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { presentWithRevisions, surveyWithRevisions } from '../../presenters/survey.js';

/** POST /surveys/:id/retire → nobody new begins it; who began goes on to the end. Publishing it again takes it up again. */
export const retire: Endpoint = (api, { database, clock, onSurveyPublished }) => {
  api.post(
    '/surveys/:id/retire',
    {
      schema: {
        summary: 'Retire a survey',
        params: z.object({ id: z.string() }),
        response: { 200: surveyWithRevisions },
      },
    },
    async (request) => {
      const { id } = request.params;
      const survey = await database.prisma.$transaction(async (tx) => {
        const retired = await surveys.retireSurvey(tx, id, new Date(clock.now()));
        const found = await surveys.readSurvey(tx, id);
        if (!found) throw fail('not-found');
        if (!retired) throw fail('already-retired');
        await record(tx, request, 'survey.retired', `survey:${id}`);
        return found;
      });
      onSurveyPublished?.();
      return presentWithRevisions(survey);
    },
  );
};
