import { z } from 'zod';
import * as contacts from '../../../prisma/contact.js';
import type { Endpoint } from '../../context.js';
import { pageOf, pageQuery, readCursor, timeKey, toPage } from '../../page.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { contactSchema, presentContact } from '../../presenters/contact.js';

const querystring = z.strictObject({
  channel: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  reach: z.enum(['reachable', 'blocked', 'left', 'gone']).optional(),
  ...pageQuery,
});

/** GET /contacts?channel=&reach= → newest first, masked. */
export const listContacts: Endpoint = (api, { database: { prisma }, keys }) => {
  api.get(
    '/contacts',
    { schema: { summary: 'List contacts, masked', querystring, response: { 200: pageOf(contactSchema) } } },
    async (request) => {
      const { channel, reach, limit, cursor } = request.query;
      const after = readCursor(cursor, timeKey);
      const within = await reachOf(prisma, askerOf(request));
      const rows = await contacts.listContacts(
        prisma,
        { channelId: channel, reach, within },
        limit + 1,
        after && { createdAt: new Date(after[0]), id: after[1] },
      );
      await record(prisma, request, 'contacts.listed', channel === undefined ? 'contacts' : `channel:${channel}`, {
        count: Math.min(rows.length, limit),
      });
      return toPage(rows, limit, {
        present: presentContact(keys.sealer),
        key: (row) => [row.createdAt.toISOString(), row.id],
      });
    },
  );
};
