import { z } from 'zod';
import * as agencies from '../../../prisma/agency.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { agencySchema, presentAgency } from '../../presenters/agency.js';

/** DELETE /agencies/:id → closed, not erased: what it did stays readable. Only when nothing hangs on it any more. */
export const closeAgency: Endpoint = (api, { database, clock }) => {
  api.delete(
    '/agencies/:id',
    {
      schema: { summary: 'Close an agency', params: z.object({ id: z.guid() }), response: { 200: agencySchema } },
    },
    async (request) => {
      const { id } = request.params;
      const closed = await database.prisma.$transaction(async (tx) => {
        await agencies.lockTree(tx);
        const agency = await agencies.readAgency(tx, id);
        if (!agency) throw fail('not-found');
        if (agency.closedAt) throw fail('agency-closed');
        const left = await agencies.dependentsOf(tx, id);
        if (Object.values(left).some((count) => count > 0)) throw fail('agency-in-use', { values: left });
        await record(tx, request, 'agency.closed', `agency:${id}`, { code: agency.code });
        return agencies.closeAgency(tx, id, new Date(clock.now()));
      });
      return presentAgency(closed);
    },
  );
};
