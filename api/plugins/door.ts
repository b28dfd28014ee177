/**
 * Who is asking? The token comes as `Authorization: Bearer` or in the cookie; the login behind it must be neither revoked nor expired
 * nor idle for too long, and its official not disabled.
 */
import type { FastifyRequest } from 'fastify';
import { findLogin, touchLogin } from '../../prisma/login.js';
import type { Role } from '../../prisma/official.js';
import type { ApiContext, Door } from '../context.js';
import { fail } from '../errors.js';
import type { Asker } from '../policies/official.js';
import { cookieName } from './cookie.js';
import { requireSameOrigin } from './same-origin.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the door; null where anybody may enter. */
    asker: Asker | null;
    token: string | null;
  }
}

/** A desk that was left: an hour without a request ends the login. */
export const idleMs = 60 * 60_000;
/** A working day with its breaks; whoever works longer logs in again. */
export const lifetimeMs = 12 * 60 * 60_000;
/** `lastSeenAt` is kept to the minute: a write per request would buy nothing. */
const touchEveryMs = 60_000;

export function guard(context: ApiContext, who: Door['who']) {
  return async (request: FastifyRequest): Promise<void> => {
    const bearer = bearerOf(request);
    if (bearer === null) requireSameOrigin(request, context.config.publicUrl);
    if (who === 'anybody') return;
    const asker = await recognise(context, request, bearer ?? request.cookies[cookieName(context.config)] ?? null);
    if (!who(asker)) throw fail('forbidden');
  };
}

async function recognise(context: ApiContext, request: FastifyRequest, token: string | null): Promise<Asker> {
  const { prisma } = context.database;
  const login = token === null ? null : await findLogin(prisma, token);
  const now = context.clock.now();
  if (token === null || !login || login.revokedAt || login.official.disabledAt) throw fail('not-logged-in');
  const idleSince = login.lastSeenAt.getTime();
  if (login.expiresAt.getTime() <= now || idleSince + idleMs <= now) throw fail('not-logged-in');
  if (now - idleSince >= touchEveryMs) await touchLogin(prisma, token, new Date(now));
  const { id, email, name, role, agencyId, language } = login.official;
  request.asker = { id, email, name, role: role as Role, agencyId, language };
  request.token = token;
  return request.asker;
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** The official behind a request that passed a door. */
export function askerOf(request: FastifyRequest): Asker {
  if (!request.asker) throw fail('not-logged-in');
  return request.asker;
}
