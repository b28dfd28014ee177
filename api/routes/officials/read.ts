import { z } from 'zod';
import * as officials from '../../../prisma/official.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { officialSchema, presentOfficial } from '../../presenters/official.js';

export const readOfficial: Endpoint = (api, { database: { prisma } }) => {
  api.get(
    '/officials/:id',
    {
      schema: { summary: 'Read an official', params: z.object({ id: z.guid() }), response: { 200: officialSchema } },
    },
    async (request) => {
      const within = await reachOf(prisma, askerOf(request));
      const found = await officials.readOfficial(prisma, request.params.id);
      if (!found || !isWithin(found.agencyId, within)) throw fail('not-found');
      return presentOfficial(found);
    },
  );
};

const isWithin = (agencyId: string | null, within: string[] | null): boolean =>
  within === null || (agencyId !== null && within.includes(agencyId));
