import { z } from 'zod';
import * as responses from '../../../prisma/response.js';
import { surveyRevisions } from '../../../prisma/survey.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { mayOpenSensitiveAnswers } from '../../policies/response.js';
import { questionsOf } from '../../presenters/answer.js';
import { presentAnswer, presentResponse, responseWithAnswers } from '../../presenters/response.js';

/** GET /responses/:id → the response with its answers, in the order in which they were given. */
export const readResponse: Endpoint = (api, { database: { prisma }, keys, nodeTypes }) => {
  api.get(
    '/responses/:id',
    {
      schema: {
        summary: 'Read a response with its answers in order',
        params: z.object({ id: z.guid() }),
        response: { 200: responseWithAnswers },
      },
    },
    async (request) => {
      const asker = askerOf(request);
      const found = await responses.readResponse(prisma, request.params.id, await reachOf(prisma, asker));
      if (!found) throw fail('not-found');
      const sealer = mayOpenSensitiveAnswers(asker) ? keys.sealer : null;
      const opened = sealer !== null && found.answers.some((answer) => answer.valueSealed !== null);
      await record(prisma, request, 'response.read', `response:${found.id}`, { sensitive: opened });
      const questions = questionsOf(await surveyRevisions(prisma, found.surveyId, found.revision), nodeTypes);
      return { ...presentResponse(found), answers: found.answers.map(presentAnswer(questions, sealer)) };
    },
  );
};
