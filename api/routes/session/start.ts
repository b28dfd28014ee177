import { z } from 'zod';
import { writeAudit } from '../../../prisma/audit.js';
import { openLogin } from '../../../prisma/login.js';
import { normalizeEmail, type Official, officialByEmail } from '../../../prisma/official.js';
import { passwordMatches } from '../../../prisma/password.js';
import type { ApiContext, Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { neighbourhoodOf } from '../../plugins/address.js';
import { setSessionCookie } from '../../plugins/cookie.js';
import { lifetimeMs } from '../../plugins/door.js';
import { createTries } from '../../plugins/tries.js';
import { askerSchema, presentOfficial } from '../../presenters/official.js';
import { timeSchema } from '../../presenters/text.js';

const body = z.object({ email: z.string().min(1).max(254), password: z.string().min(1).max(256) });

/** POST /session { email, password } → { token, official, expiresAt } and the cookie. */
export const startSession: Endpoint = (api, context) => {
  const { database, clock, config } = context;
  const tries = createTries(context);
  api.post(
    '/session',
    {
      schema: {
        summary: 'Log in',
        body,
        response: { 200: z.object({ token: z.string(), official: askerSchema, expiresAt: timeSchema }) },
      },
    },
    async (request, reply) => {
      const email = normalizeEmail(request.body.email);
      const address = neighbourhoodOf(request.ip);
      await tries.count(email, address);
      const official = await authenticate(context, email, request.body.password, request.id);
      await tries.takeBack(email, address);
      const now = clock.now();
      const expiresAt = new Date(now + lifetimeMs);
      const token = await database.prisma.$transaction(async (tx) => {
        await writeAudit(tx, deed('session.started', official.id, request.id));
        return openLogin(tx, official.id, { now: new Date(now), expiresAt });
      });
      setSessionCookie(reply, config, token, expiresAt);
      const { disabledAt: _, createdAt: __, ...me } = presentOfficial(official);
      return { token, official: me, expiresAt: expiresAt.toISOString() };
    },
  );
};

/** One answer for every reason, in the same time: which addresses are ours is nobody's business. */
async function authenticate(
  { database: { prisma } }: ApiContext,
  email: string,
  password: string,
  requestId: string,
): Promise<Official> {
  const official = await officialByEmail(prisma, email);
  const right = await passwordMatches(official?.passwordHash ?? null, password);
  if (official && right && !official.disabledAt) return official;
  if (official) await writeAudit(prisma, deed('session.refused', official.id, requestId));
  throw fail('wrong-credentials');
}

const deed = (action: string, officialId: string, requestId: string) => ({
  officialId,
  action,
  subject: `official:${officialId}`,
  requestId,
});
