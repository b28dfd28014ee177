/** Zalo's OAuth: 25 hours, three months, one use, and errors that arrive with HTTP 200. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hour, oa, openStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const refresh = (token: string, changes = {}) =>
  stage.oauth({ app_id: oa.appId, grant_type: 'refresh_token', refresh_token: token, ...changes });
const whoAmI = async (token: string) =>
  (await stage.zalo('/v2.0/oa/getoa', undefined, { access_token: token })).body.error;

describe('access tokens', () => {
  const table: [label: string, token: string, after: number, error: number][] = [
    ['the configured one', oa.accessToken, 0, 0],
    ['an unknown one', 'made-up', 0, -216],
    ['none', '', 0, -216],
    ['one of almost 25 hours', oa.accessToken, 25 * hour - 1, 0],
    ['one of 25 hours', oa.accessToken, 25 * hour, -220],
  ];
  it.each(table)('%s', async (_, token, after, error) => {
    await stage.advance(after);
    expect(await whoAmI(token)).toBe(error);
  });
  it('a wrong appsecret_proof is refused, none is fine', async () => {
    const headers = { access_token: oa.accessToken, appsecret_proof: 'wrong' };
    expect((await stage.zalo('/v2.0/oa/getoa', undefined, headers)).body.error).toBe(-242);
  });
});

describe('refreshing', () => {
  it('gives a new pair, with the life as a text', async () => {
    const { status, body } = await refresh(oa.refreshToken);
    expect(status).toBe(200);
    expect(body).toEqual({ access_token: expect.any(String), refresh_token: expect.any(String), expires_in: '90000' });
    expect(await whoAmI(body.access_token)).toBe(0);
  });
  it('works once: the second use is refused with HTTP 200', async () => {
    await refresh(oa.refreshToken);
    const { status, body } = await refresh(oa.refreshToken);
    expect([status, body.error]).toEqual([200, -14020]);
    expect(body).not.toHaveProperty('access_token');
  });
  it('goes on with the new one', async () => {
    const { body } = await refresh(oa.refreshToken);
    expect((await refresh(body.refresh_token)).body.access_token).toBeTruthy();
  });
  it('ends after three months of silence', async () => {
    await stage.advance(91 * 24 * hour);
    expect((await refresh(oa.refreshToken)).body.error).toBeLessThan(0);
  });
  it('needs the app secret in the header and the app id in the form', async () => {
    const form = { app_id: oa.appId, grant_type: 'refresh_token', refresh_token: oa.refreshToken };
    expect((await stage.oauth(form, 'wrong')).body.error).toBe(-14002);
    expect((await refresh(oa.refreshToken, { app_id: '1' })).body.error).toBe(-14002);
    expect((await refresh(oa.refreshToken)).body.access_token).toBeTruthy();
  });
  it('is over when an administrator takes the permission away', async () => {
    await stage.api('tokens/revoke', {});
    expect(await whoAmI(oa.accessToken)).toBe(-216);
    expect((await refresh(oa.refreshToken)).body.error).toBeLessThan(0);
  });
});

describe('authorising', () => {
  const verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  async function permission(): Promise<URL> {
    const query = new URLSearchParams({
      app_id: oa.appId,
      redirect_uri: 'https://example.org/back',
      code_challenge: challenge,
      state: 's1',
    });
    const url = `${stage.addresses.zaloOauth}/v4/oa/permission?${query}`;
    const response = await fetch(url, { redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '');
  }
  const redeem = (code: string, verifierSent = verifier) =>
    stage.oauth({ app_id: oa.appId, grant_type: 'authorization_code', code, code_verifier: verifierSent });

  it('comes back with code, OA and state, and the code buys a pair once', async () => {
    const { searchParams } = await permission();
    expect([searchParams.get('oa_id'), searchParams.get('state')]).toEqual([oa.oaId, 's1']);
    const code = searchParams.get('code') ?? '';
    expect((await redeem(code)).body.access_token).toBeTruthy();
    expect((await redeem(code)).body.error).toBeLessThan(0);
  });
  it('wants the verifier that belongs to the challenge', async () => {
    const { searchParams } = await permission();
    expect((await redeem(searchParams.get('code') ?? '', 'w'.repeat(43))).body.error).toBeLessThan(0);
  });
  it('gives a code ten minutes', async () => {
    const { searchParams } = await permission();
    await stage.advance(601_000);
    expect((await redeem(searchParams.get('code') ?? '')).body.error).toBeLessThan(0);
  });
});
