import { z } from 'zod';
import { revokeLogin } from '../../../prisma/login.js';
import type { Endpoint } from '../../context.js';
import { clearSessionCookie } from '../../plugins/cookie.js';
import { record } from '../../plugins/deed.js';
import { askerOf } from '../../plugins/door.js';

/** DELETE /session → 204; the token is worth nothing from then on. */
export const endSession: Endpoint = (api, { database, clock, config }) => {
  api.delete(
    '/session',
    { schema: { summary: 'Log out', response: { 204: z.undefined() } } },
    async (request, reply) => {
      await database.prisma.$transaction(async (tx) => {
        if (request.token) await revokeLogin(tx, request.token, new Date(clock.now()));
        await record(tx, request, 'session.ended', `official:${askerOf(request).id}`);
      });
      clearSessionCookie(reply, config);
      return reply.code(204).send();
    },
  );
};
