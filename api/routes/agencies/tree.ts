import { z } from 'zod';
import { allAgencies } from '../../../prisma/agency.js';
import type { Endpoint } from '../../context.js';
import { branchSchema, presentTree } from '../../presenters/agency.js';

/** GET /agencies/tree → all open agencies, each with those below it (some 3,400 with every commune: a few hundred kilobytes). */
export const readTree: Endpoint = (api, { database }) => {
  api.get(
    '/agencies/tree',
    {
      schema: { summary: 'Read the agencies as a tree', response: { 200: z.object({ items: z.array(branchSchema) }) } },
    },
    async () => ({ items: presentTree(await allAgencies(database.prisma)) }),
  );
};
