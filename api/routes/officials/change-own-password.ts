import { z } from 'zod';
import { revokeLogins } from '../../../prisma/login.js';
import * as officials from '../../../prisma/official.js';
import { passwordMatches } from '../../../prisma/password.js';
import type { Endpoint } from '../../context.js';
import { failAt } from '../../errors.js';
import { neighbourhoodOf } from '../../plugins/address.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';
import { createTries } from '../../plugins/tries.js';
import { passwordSchema, refuseGuessable } from './fields.js';

const body = z
  .strictObject({ current: z.string().min(1).max(256), password: passwordSchema })
  .refine(({ current, password }) => current !== password, { error: 'same-password', path: ['password'] });

/** POST /officials/me/password { current, password } → 204. Every other login of theirs ends. */
export const changeOwnPassword: Endpoint = (api, context) => {
  const { database, clock } = context;
  const tries = createTries(context);
  api.post(
    '/officials/me/password',
    { schema: { summary: 'Change your own password', body, response: { 204: z.undefined() } } },
    async (request, reply) => {
      const { id, email } = askerOf(request);
      const { current, password } = request.body;
      refuseGuessable(password, email, 'password');
      const address = neighbourhoodOf(request.ip);
      // A stolen session must not become a place to guess the password that belongs to it.
      await tries.count(email, address);
      const official = await officials.readOfficial(database.prisma, id);
      const right = await passwordMatches(official?.passwordHash ?? null, current);
      if (!right) throw failAt('current', 'wrong-password');
      await tries.takeBack(email, address);
      await database.prisma.$transaction(async (tx) => {
        await officials.setPassword(tx, id, password);
        await revokeLogins(tx, id, new Date(clock.now()), request.token ?? undefined);
        await record(tx, request, 'official.password-changed', `official:${id}`);
      });
      return reply.code(204).send();
    },
  );
};
