import { z } from 'zod';
import * as agencies from '../../../prisma/agency.js';
import type { PrismaTransaction } from '../../../prisma/client.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { agencySchema, presentAgency } from '../../presenters/agency.js';
import { agencyName, openAgency } from './fields.js';

const body = z
  .strictObject({ name: agencyName, parentId: z.guid().nullable() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing-to-change');

/** PATCH /agencies/:id { name?, parentId? }. The code stays: other systems know the agency by it. */
export const changeAgency: Endpoint = (api, { database }) => {
  api.patch(
    '/agencies/:id',
    {
      schema: {
        summary: 'Rename an agency or move it in the tree',
        params: z.object({ id: z.guid() }),
        body,
        response: { 200: agencySchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { name, parentId } = request.body;
      const changed = await database.prisma.$transaction(async (tx) => {
        if (!(await agencies.readAgency(tx, id))) throw fail('not-found');
        if (parentId) await mayMoveBelow(tx, id, parentId);
        const agency = await agencies.changeAgency(tx, id, {
          ...(name && { nameVi: name.vi, nameEn: name.en }),
          ...(parentId !== undefined && { parentId }),
        });
        await record(tx, request, 'agency.changed', `agency:${id}`, { fields: Object.keys(request.body) });
        return agency;
      });
      return presentAgency(changed);
    },
  );
};

async function mayMoveBelow(tx: PrismaTransaction, id: string, parentId: string): Promise<void> {
  await agencies.lockTree(tx);
  await openAgency(tx, parentId, 'parentId');
  if ((await agencies.agenciesBelow(tx, id)).includes(parentId)) throw fail('agency-loop');
}
