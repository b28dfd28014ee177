import { z } from 'zod';
import { revokeLogins } from '../../../prisma/login.js';
import * as officials from '../../../prisma/official.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { officialSchema, presentOfficial } from '../../presenters/official.js';
import { fitRoleAndAgency, officialFields, passwordSchema, refuseGuessable } from './fields.js';

const body = z
  .strictObject({ ...officialFields, password: passwordSchema.describe('A new one, for who has forgotten theirs') })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing-to-change');

/** PATCH /officials/:id { name?, role?, agencyId?, language?, password? }. A new password or role ends their logins. */
export const changeOfficial: Endpoint = (api, { database, clock }) => {
  api.patch(
    '/officials/:id',
    {
      schema: {
        summary: 'Change an official',
        params: z.object({ id: z.guid() }),
        body,
        response: { 200: officialSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      const { password, name, role, agencyId, language } = request.body;
      const changed = await database.prisma.$transaction(async (tx) => {
        const present = await officials.readOfficial(tx, id);
        if (!present) throw fail('not-found');
        const { role: newRole } = presentOfficial({ ...present, ...(role && { role }) });
        await fitRoleAndAgency(tx, newRole, agencyId === undefined ? present.agencyId : agencyId);
        if (newRole !== 'administrator' && !(await officials.anotherAdministrator(tx, id))) {
          throw fail('last-administrator');
        }
        if (password !== undefined) {
          refuseGuessable(password, present.email, 'password');
          await officials.setPassword(tx, id, password);
        }
        if (password !== undefined || newRole !== present.role) await revokeLogins(tx, id, new Date(clock.now()));
        await record(tx, request, 'official.changed', `official:${id}`, { fields: Object.keys(request.body) });
        return officials.changeOfficial(tx, id, {
          ...(name !== undefined && { name }),
          ...(role !== undefined && { role }),
          ...(agencyId !== undefined && { agencyId }),
          ...(language !== undefined && { language }),
        });
      });
      return presentOfficial(changed);
    },
  );
};
