import { z } from 'zod';
import * as agencies from '../../../prisma/agency.js';
import type { Endpoint } from '../../context.js';
import { pageOf, pageQuery, readCursor, toPage } from '../../page.js';
import { agencySchema, presentAgency } from '../../presenters/agency.js';

const querystring = z.strictObject({ parent: z.guid().optional(), ...pageQuery });

/** GET /agencies?parent= → in order of their codes, closed ones too. */
export const listAgencies: Endpoint = (api, { database }) => {
  api.get(
    '/agencies',
    { schema: { summary: 'List agencies', querystring, response: { 200: pageOf(agencySchema) } } },
    async ({ query: { parent, limit, cursor } }) => {
      const after = readCursor(cursor, z.string());
      const rows = await agencies.listAgencies(database.prisma, { parentId: parent }, limit + 1, after);
      return toPage(rows, limit, { present: presentAgency, key: (row) => row.code });
    },
  );
};
