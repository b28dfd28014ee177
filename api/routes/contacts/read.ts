import { z } from 'zod';
import { consentsOf } from '../../../prisma/consent.js';
import * as contacts from '../../../prisma/contact.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { contactWithConsents, presentConsent, presentContact } from '../../presenters/contact.js';

/** GET /contacts/:id → masked, with what the person consented to. Not with their responses: those are kept apart on purpose. */
export const readContact: Endpoint = (api, { database: { prisma }, keys }) => {
  api.get(
    '/contacts/:id',
    {
      schema: {
        summary: 'Read a contact, masked, with their consents',
        params: z.object({ id: z.guid() }),
        response: { 200: contactWithConsents },
      },
    },
    async (request) => {
      const { id } = request.params;
      const found = await contacts.readContact(prisma, id, await reachOf(prisma, askerOf(request)));
      if (!found) throw fail('not-found');
      await record(prisma, request, 'contact.read', `contact:${id}`);
      const consents = await consentsOf(prisma, id);
      return { ...presentContact(keys.sealer)(found), consents: consents.map(presentConsent) };
    },
  );
};
