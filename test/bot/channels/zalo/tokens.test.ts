import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import type { ZaloAccount } from '../../../../bot/channels/zalo/account.js';
import { authorisation, challengeOf, exchangeCode, refresh } from '../../../../bot/channels/zalo/tokens.js';
import { oa } from './accounts.js';
import { fakeZalo } from './fake-zalo.js';

const zalo = fakeZalo();
const now = 1763769600000;
const pair = { accessToken: 'old-access', refreshToken: 'old-refresh', issuedAt: now - 1, expiresAt: now + 1 };
const contextOf = () => ({ http: zalo.http, account: oa({ oauthUrl: zalo.origin() }), now });
const tokens = { access_token: 'new-access', refresh_token: 'new-refresh' };

describe('refreshing', () => {
  it('asks in the form Zalo wants, with the app secret in a header', async () => {
    zalo.answer({ body: { ...tokens, expires_in: '90000' } });
    expect(await refresh(contextOf(), pair)).toEqual({
      ok: true,
      pair: { accessToken: 'new-access', refreshToken: 'new-refresh', issuedAt: now, expiresAt: now + 90_000_000 },
    });
    expect(zalo.asked[0]).toMatchObject({
      method: 'POST',
      url: '/v4/oa/access_token',
      headers: { secret_key: 'test-app-secret', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'app_id=360846524940903967&grant_type=refresh_token&refresh_token=old-refresh',
    });
  });

  test.each([
    ['a string', '90000', 90_000],
    ['a number', 3600, 3600],
    ['missing: the shortest known life, for the old pair is dead', undefined, 3600],
    ['not a number', 'soon', 3600],
    ['in the past', -5, 3600],
  ])('takes the life as it comes: %s', async (_label, life, seconds) => {
    zalo.answer({ body: { ...tokens, expires_in: life } });
    expect(await refresh(contextOf(), pair)).toMatchObject({ ok: true, pair: { expiresAt: now + seconds * 1000 } });
  });

  const refused = (error: number, error_name: string, error_reason = '') => ({ error, error_name, error_reason });
  test.each([
    ['the refresh token was used before', 200, refused(-14020, 'Invalid refresh token'), '-14020', true],
    ['the same without words', 200, refused(-14020, ''), '-14020', true],
    ['the same under a code nobody told us', 200, refused(-14999, 'invalid', 'Refresh token expired'), '-14999', true],
    ['the app is not active', 200, refused(-14002, 'App not active'), '-14002', false],
    ['another error', 200, refused(-14000, 'Busy'), '-14000', false],
    ['only one token', 200, { access_token: 'a' }, 'no-tokens', false],
    ['empty tokens', 200, { access_token: '', refresh_token: '', expires_in: '90000' }, 'no-tokens', false],
    ['tokens that are no strings', 200, { access_token: null, refresh_token: 7 }, 'no-tokens', false],
    ['nothing', 200, '', 'http-200', false],
    ['HTML', 200, '<html></html>', 'http-200', false],
    ['half an answer', 200, '{"access_token":"a","refresh_', 'http-200', false],
    ['a gateway fails', 502, 'Bad Gateway', 'http-502', false],
    ['tokens with an error status', 500, { ...tokens, expires_in: '90000' }, 'http-500', false],
  ])('refuses: %s', async (_label, status, body, code, final) => {
    zalo.answer({ status, body });
    expect(await refresh(contextOf(), pair)).toEqual({ ok: false, code, final, detail: expect.any(String) });
  });

  it('tells who must do what when the refresh token is dead', async () => {
    zalo.answer({ body: refused(-14020, 'Invalid refresh token') });
    expect(await refresh(contextOf(), pair)).toMatchObject({
      detail: expect.stringMatching(/administrator .* connect it again/),
    });
  });

  it('does not throw when nobody answers, and does not call the token dead', async () => {
    zalo.misbehave((response) => response.socket?.destroy());
    expect(await refresh(contextOf(), pair)).toMatchObject({ ok: false, code: 'reset', final: false });
  });
});

describe('authorising', () => {
  const withVerifier = (account: ZaloAccount, codeVerifier: string): ZaloAccount => ({
    ...account,
    secrets: { ...account.secrets, codeVerifier },
  });

  it('makes a link with a challenge of its own and keeps the verifier', () => {
    const { url, verifier } = authorisation(oa(), 'https://example.gov.vn/callback?a=1', 'state-1');
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe('https://oauth.zaloapp.com/v4/oa/permission');
    expect(Object.fromEntries(searchParams)).toEqual({
      app_id: '360846524940903967',
      redirect_uri: 'https://example.gov.vn/callback?a=1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      state: 'state-1',
    });
    expect(verifier).toMatch(/^[\w-]{43}$/);
    expect(authorisation(oa(), 'https://x', 's').verifier).not.toBe(verifier);
  });

  it('uses the verifier of the console where there is one', () => {
    const fixed = 'v'.repeat(43);
    const { url, verifier } = authorisation(withVerifier(oa(), fixed), 'https://example.gov.vn/callback', 's');
    expect(verifier).toBe(fixed);
    expect(url).toContain(`code_challenge=${challengeOf(fixed)}`);
  });

  it('makes the challenge as RFC 7636 does', () => {
    expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('exchanges the code for the first pair', async () => {
    zalo.answer({ body: { ...tokens, expires_in: '90000' } });
    expect(await exchangeCode(contextOf(), 'the-code', 'the-verifier')).toMatchObject({ ok: true });
    expect(zalo.asked[0]?.body).toBe(
      'app_id=360846524940903967&grant_type=authorization_code&code=the-code&code_verifier=the-verifier',
    );
  });

  it('names the cure for a wrong callback address', async () => {
    zalo.answer({ body: { error: -14003, error_name: 'Invalid redirect uri' } });
    const result = await exchangeCode(contextOf(), 'the-code', 'the-verifier');
    expect(result).toMatchObject({ ok: false, code: '-14003', detail: expect.stringMatching(/callback address/) });
  });
});
