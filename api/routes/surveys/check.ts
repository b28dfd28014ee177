import { z } from 'zod';
import type { Endpoint } from '../../context.js';
import { problemSchema } from '../../plugins/errors.js';
import { judgeSurvey, speakProblems } from './judge.js';

/** POST /surveys/check, the body being the survey document → { ok, problems }. Nothing is stored. */
export const checkSurvey: Endpoint = (api, context) => {
  api.post(
    '/surveys/check',
    {
      schema: {
        summary: 'Check a survey document without publishing it',
        description: 'The body is the document itself, as in a survey file.',
        body: z.unknown(),
        response: { 200: z.object({ ok: z.boolean(), problems: z.array(problemSchema) }) },
      },
    },
    async (request) => {
      const { flow, problems } = await judgeSurvey(context, request.body);
      return { ok: flow !== undefined, problems: speakProblems(context, request, problems) };
    },
  );
};
