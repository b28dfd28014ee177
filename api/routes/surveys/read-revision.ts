import { z } from 'zod';
import { surveyRevision } from '../../../prisma/survey.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';

/** GET /surveys/:id/revisions/:revision → the document of that revision, as a file to work on. */
export const readRevision: Endpoint = (api, { database }) => {
  api.get(
    '/surveys/:id/revisions/:revision',
    {
      schema: {
        summary: 'Read the document of one revision',
        params: z.object({ id: z.string(), revision: z.coerce.number().int().min(1).max(2_147_483_647) }),
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async ({ params: { id, revision } }) => {
      const found = await surveyRevision(database.prisma, id, revision);
      if (!found) throw fail('not-found');
      const { revision: _, ...document } = found;
      return document;
    },
  );
};
