import { z } from 'zod';
import * as officials from '../../../prisma/official.js';
import type { Endpoint } from '../../context.js';
import { pageOf, pageQuery, readCursor, toPage } from '../../page.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { officialSchema, presentOfficial } from '../../presenters/official.js';

/** GET /officials → in order of their creation, disabled ones too. */
export const listOfficials: Endpoint = (api, { database: { prisma } }) => {
  api.get(
    '/officials',
    {
      schema: {
        summary: 'List officials',
        querystring: z.strictObject(pageQuery),
        response: { 200: pageOf(officialSchema) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const within = await reachOf(prisma, askerOf(request));
      const rows = await officials.listOfficials(prisma, within, limit + 1, readCursor(cursor, z.guid()));
      return toPage(rows, limit, { present: presentOfficial, key: (row) => row.id });
    },
  );
};
