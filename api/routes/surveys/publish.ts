import { z } from 'zod';
import { publishSurvey } from '../../../prisma/survey.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';
import { problemSchema } from '../../plugins/errors.js';
import { judgeSurvey, speakProblems } from './judge.js';

const published = z.object({
  id: z.string(),
  revision: z.int(),
  unchanged: z.boolean(),
  problems: z.array(problemSchema).describe('Warnings: published all the same'),
});

/** POST /surveys, the body being the survey document → its new revision, or the present one when nothing changed. */
export const publish: Endpoint = (api, context) => {
  api.post(
    '/surveys',
    {
      schema: {
        summary: 'Publish a revision of a survey',
        description:
          'The body is the document itself, as in a survey file; its id says which survey it is. A document that is the present revision already makes no new one (200).',
        body: z.unknown(),
        response: { 200: published, 201: published },
      },
    },
    async (request, reply) => {
      const { flow, problems } = await judgeSurvey(context, request.body);
      if (!flow) throw fail('survey-invalid', { problems });
      const { revision, unchanged } = await context.database.prisma.$transaction(async (tx) => {
        const result = await publishSurvey(tx, flow, askerOf(request).id);
        if (!result.unchanged) {
          await record(tx, request, 'survey.published', `survey:${flow.id}`, { revision: result.revision });
        }
        return result;
      });
      if (!unchanged) context.onSurveyPublished?.();
      return reply
        .code(unchanged ? 200 : 201)
        .send({ id: flow.id, revision, unchanged, problems: speakProblems(context, request, problems) });
    },
  );
};
