import { z } from 'zod';
import * as officials from '../../../prisma/official.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { officialSchema, presentOfficial } from '../../presenters/official.js';
import { fitRoleAndAgency, officialFields, passwordSchema, refuseGuessable } from './fields.js';

const body = z.strictObject({
  email: z.string().trim().max(254).pipe(z.email()),
  ...officialFields,
  agencyId: officialFields.agencyId.default(null),
  language: officialFields.language.default('vi'),
  password: passwordSchema,
});

/** POST /officials { email, name, role, agencyId, language, password } → 201. They change the password themselves. */
export const createOfficial: Endpoint = (api, { database }) => {
  api.post(
    '/officials',
    { schema: { summary: 'Add an official', body, response: { 201: officialSchema } } },
    async (request, reply) => {
      const { email, password, role, agencyId } = request.body;
      refuseGuessable(password, email, 'password');
      const made = await database.prisma.$transaction(async (tx) => {
        await fitRoleAndAgency(tx, role, agencyId);
        const official = await officials.createOfficial(tx, request.body);
        if (!official) throw fail('email-taken');
        await record(tx, request, 'official.created', `official:${official.id}`, { role, agencyId });
        return official;
      });
      return reply.code(201).send(presentOfficial(made));
    },
  );
};
