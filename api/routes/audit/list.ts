import { z } from 'zod';
import * as audit from '../../../prisma/audit.js';
import type { Endpoint } from '../../context.js';
import { pageOf, pageQuery, readCursor, toPage } from '../../page.js';
import { auditSchema, presentAudit } from '../../presenters/audit.js';

const querystring = z.strictObject({
  official: z.guid().optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  ...pageQuery,
});

const cursorKey = z.string().regex(/^\d{1,18}$/);

/** GET /audit?official=&action=&subject=&from=&to= → who did what, newest first. */
export const listAudit: Endpoint = (api, { database: { prisma } }) => {
  api.get(
    '/audit',
    { schema: { summary: 'List who did what', querystring, response: { 200: pageOf(auditSchema) } } },
    async ({ query: { official, action, subject, from, to, limit, cursor } }) => {
      const filter = { officialId: official, action, subject, ...dates(from, to) };
      const after = readCursor(cursor, cursorKey);
      const rows = await audit.listAudit(prisma, filter, limit + 1, after === undefined ? undefined : BigInt(after));
      return toPage(rows, limit, { present: presentAudit, key: (row) => String(row.id) });
    },
  );
};

const dates = (from?: string, to?: string) => ({
  from: from === undefined ? undefined : new Date(from),
  to: to === undefined ? undefined : new Date(to),
});
