/**
 * Against forged requests from other sites (CSRF). A browser attaches our cookie by itself, so a write that is proven by the cookie alone
 * must also come from our own pages. Browsers say where a request comes from and no page can make them lie: Sec-Fetch-Site (all since
 * 2023), before that Origin on every POST, PUT, PATCH and DELETE (all since 2020). Who sends neither is no browser, so there is no
 * victim whose cookie could be borrowed. A Bearer token is never attached by itself and needs no check; SameSite=Lax is the second lock.
 * The login is checked too: else another site could log its visitor in as somebody else.
 */
import type { FastifyRequest } from 'fastify';
import { fail } from '../errors.js';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

export function requireSameOrigin(request: FastifyRequest, publicUrl: string): void {
  if (safeMethods.has(request.method) || comesFromUs(request, publicUrl)) return;
  throw fail('foreign-origin');
}

function comesFromUs({ headers }: FastifyRequest, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  if (headers.origin === undefined) return true;
  const host = hostOf(headers.origin);
  return host !== null && (host === headers.host || host === hostOf(publicUrl));
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}
