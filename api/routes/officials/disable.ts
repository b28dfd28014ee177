import { z } from 'zod';
import { revokeLogins } from '../../../prisma/login.js';
import * as officials from '../../../prisma/official.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';
import { officialSchema, presentOfficial } from '../../presenters/official.js';

/** POST /officials/:id/disable → they are logged out and cannot log in; what they did stays under their name. */
export const disableOfficial: Endpoint = (api, { database, clock }) => {
  api.post(
    '/officials/:id/disable',
    {
      schema: { summary: 'Disable an official', params: z.object({ id: z.guid() }), response: { 200: officialSchema } },
    },
    async (request) => {
      const { id } = request.params;
      // Nobody disables themselves, so an administrator is always left: the one who asks.
      if (askerOf(request).id === id) throw fail('yourself');
      const now = new Date(clock.now());
      const disabled = await database.prisma.$transaction(async (tx) => {
        if (!(await officials.readOfficial(tx, id))) throw fail('not-found');
        if (!(await officials.anotherAdministrator(tx, id))) throw fail('last-administrator');
        await revokeLogins(tx, id, now);
        await record(tx, request, 'official.disabled', `official:${id}`);
        return officials.changeOfficial(tx, id, { disabledAt: now });
      });
      return presentOfficial(disabled);
    },
  );
};
