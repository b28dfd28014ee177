/** The fake of https://oauth.zaloapp.com: OA OAuth v4 with PKCE, rotating refresh tokens, and errors that arrive with HTTP 200. */
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type Answer, type Call, formOf } from '../fake-call.js';
import { fakeServer } from '../fake-server.js';
import type { ZaloAccount } from '../options.js';
import type { World } from '../world.js';
import { zaloFake } from './openapi.js';

/** An authorization code lives 10 minutes and is good for one use. */
const codeLifeMs = 600_000;

interface Grant {
  oaId: string;
  challenge: string | undefined;
  expiresAt: number;
}

/** -14020 is what people report for a refresh token used twice; the other numbers are only known to be below zero. */
const oauthError = (error: number, name: string, reason: string): Answer => ({
  status: 200,
  body: { error, error_name: name, error_reason: reason, error_description: reason },
});

export function oauthRoutes(app: FastifyInstance, world: World): void {
  const grants = new Map<string, Grant>();
  const route = fakeServer(app, world, zaloFake);
  route('GET', '/zalo-oauth/v4/oa/permission', (call) => permit(world, grants, call));
  route('POST', '/zalo-oauth/v4/oa/access_token', (call) => exchange(world, grants, call));
}

/** The administrator says yes at once. */
function permit(world: World, grants: Map<string, Grant>, call: Call): Answer {
  const { app_id: appId, redirect_uri: redirect, code_challenge: challenge, state } = call.query;
  const account = world.zalo.find((one) => one.appId === appId);
  if (!account) return oauthError(-14001, 'Invalid app', 'app_id is unknown');
  if (!redirect || !URL.canParse(redirect)) return oauthError(-14003, 'Invalid redirect uri', 'redirect_uri');
  const code = world.ids.hex(40);
  grants.set(code, { oaId: account.oaId, challenge, expiresAt: world.clock.now() + codeLifeMs });
  const target = new URL(redirect);
  target.searchParams.set('code', code);
  target.searchParams.set('oa_id', account.oaId);
  if (state) target.searchParams.set('state', state);
  return { status: 302, headers: { location: target.href }, body: '' };
}

function exchange(world: World, grants: Map<string, Grant>, call: Call): Answer {
  const form = formOf(call);
  if (!call.headers['content-type']?.startsWith('application/x-www-form-urlencoded'))
    return oauthError(-14004, 'Invalid request', 'send application/x-www-form-urlencoded');
  const account = world.zalo.find((one) => one.appId === form.app_id && one.appSecret === call.headers.secret_key);
  if (!account) return oauthError(-14002, 'Invalid app', 'app_id or secret_key is wrong');
  if (form.grant_type === 'refresh_token') return refresh(world, form.refresh_token ?? '');
  if (form.grant_type === 'authorization_code') return redeem(world, grants, account, form);
  return oauthError(-14005, 'Invalid grant type', 'grant_type');
}

function refresh(world: World, token: string): Answer {
  const issued = world.tokens.refresh(token);
  if (issued === 'used') return oauthError(-14020, 'Invalid refresh token', 'refresh token has been used');
  if (issued === 'expired') return oauthError(-14021, 'Invalid refresh token', 'refresh token has expired');
  if (issued === 'unknown') return oauthError(-14014, 'Invalid refresh token', 'refresh token is unknown');
  return { status: 200, body: issued };
}

function redeem(world: World, grants: Map<string, Grant>, account: ZaloAccount, form: Record<string, string>): Answer {
  const grant = grants.get(form.code ?? '');
  grants.delete(form.code ?? '');
  const proven = createHash('sha256')
    .update(form.code_verifier ?? '')
    .digest('base64url');
  if (!grant || grant.oaId !== account.oaId || grant.expiresAt < world.clock.now())
    return oauthError(-14016, 'Invalid code', 'code is unknown, used or expired');
  if (grant.challenge && grant.challenge !== proven)
    return oauthError(-14017, 'Invalid code verifier', 'code_verifier');
  return { status: 200, body: world.tokens.issue(account.oaId) };
}
