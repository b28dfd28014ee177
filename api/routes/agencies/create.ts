import { z } from 'zod';
import * as agencies from '../../../prisma/agency.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { agencySchema, presentAgency } from '../../presenters/agency.js';
import { agencyCode, agencyName, openAgency } from './fields.js';

const body = z.strictObject({ code: agencyCode, name: agencyName, parentId: z.guid().nullable().default(null) });

/** POST /agencies { code, name: { vi, en }, parentId } → 201 */
export const createAgency: Endpoint = (api, { database }) => {
  api.post(
    '/agencies',
    { schema: { summary: 'Add an agency', body, response: { 201: agencySchema } } },
    async (request, reply) => {
      const { code, name, parentId } = request.body;
      const made = await database.prisma.$transaction(async (tx) => {
        await agencies.lockTree(tx);
        if (parentId) await openAgency(tx, parentId, 'parentId');
        const agency = await agencies.createAgency(tx, { code, nameVi: name.vi, nameEn: name.en, parentId });
        if (!agency) throw fail('code-taken', { values: { code } });
        await record(tx, request, 'agency.created', `agency:${agency.id}`, { code });
        return agency;
      });
      return reply.code(201).send(presentAgency(made));
    },
  );
};
