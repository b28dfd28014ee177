/** The session cookie. Scripts cannot read it; other sites' forms do not carry it. */
import type {} from '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { ApiConfig } from '../context.js';

/** `__Host-`: the browser takes it from this host over HTTPS only, so no neighbouring subdomain can plant one. */
export const cookieName = (config: ApiConfig): string => (config.secureCookies ? '__Host-session' : 'session');

const options = (config: ApiConfig) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: config.secureCookies }) as const;

export function setSessionCookie(reply: FastifyReply, config: ApiConfig, token: string, expiresAt: Date): void {
  reply.setCookie(cookieName(config), token, { ...options(config), expires: expiresAt });
}

export function clearSessionCookie(reply: FastifyReply, config: ApiConfig): void {
  reply.clearCookie(cookieName(config), options(config));
}
