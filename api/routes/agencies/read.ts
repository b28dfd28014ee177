import { z } from 'zod';
import * as agencies from '../../../prisma/agency.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { agencySchema, presentAgency } from '../../presenters/agency.js';

export const readAgency: Endpoint = (api, { database }) => {
  api.get(
    '/agencies/:id',
    {
      schema: { summary: 'Read an agency', params: z.object({ id: z.guid() }), response: { 200: agencySchema } },
    },
    async ({ params: { id } }) => {
      const found = await agencies.readAgency(database.prisma, id);
      if (!found) throw fail('not-found');
      return presentAgency(found);
    },
  );
};
