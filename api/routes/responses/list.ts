import { z } from 'zod';
import * as responses from '../../../prisma/response.js';
import type { Endpoint } from '../../context.js';
import { pageOf, pageQuery, readCursor, timeKey, toPage } from '../../page.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { presentResponse, responseSchema } from '../../presenters/response.js';
import { filterQuery, toFilter } from './filter.js';

/** GET /responses?survey=&revision=&state=&channel=&from=&to= → newest first, without their answers. */
export const listResponses: Endpoint = (api, { database: { prisma } }) => {
  api.get(
    '/responses',
    {
      schema: {
        summary: 'List responses',
        querystring: z.strictObject({ ...filterQuery, ...pageQuery }),
        response: { 200: pageOf(responseSchema) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const filter = toFilter(request.query, await reachOf(prisma, askerOf(request)));
      const after = readCursor(cursor, timeKey);
      const key = after && { startedAt: new Date(after[0]), id: after[1] };
      const rows = await responses.listResponses(prisma, filter, limit + 1, key);
      return toPage(rows, limit, {
        present: presentResponse,
        key: (row) => [row.startedAt.toISOString(), row.id],
      });
    },
  );
};
