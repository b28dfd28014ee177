import { describe, expect, it, test } from 'vitest';
import { secretsSchema, settingsSchema } from '../../../../bot/channels/zalo/account.js';
import { channel } from '../../../../bot/channels/zalo/index.js';

describe('settings', () => {
  it('need nothing said', () => {
    expect(settingsSchema.parse({})).toMatchObject({
      openapiUrl: 'https://openapi.zalo.me',
      businessUrl: 'https://business.openapi.zalo.me',
      oauthUrl: 'https://oauth.zaloapp.com',
      buttons: 'plain',
      mac: 'pinned',
      reportOnly: false,
    });
  });

  it('take addresses with or without a slash at the end', () => {
    expect(settingsSchema.parse({ openapiUrl: 'http://127.0.0.1:3000/zalo/' }).openapiUrl).toBe(
      'http://127.0.0.1:3000/zalo',
    );
  });

  test.each([
    ['an address that is none', { openapiUrl: 'openapi.zalo.me' }, 'openapiUrl'],
    ['an address of another kind', { oauthUrl: 'file:///etc/passwd' }, 'oauthUrl'],
    ['an unknown wrapper', { buttons: 'list' }, 'buttons'],
    ['the picture wrapper without a picture', { buttons: 'media' }, 'buttonImageUrl'],
    ['titles longer than Zalo takes', { readableTitle: 101 }, 'readableTitle'],
  ])('refuse %s', (_label, settings, path) => {
    const result = settingsSchema.safeParse(settings);
    expect(result.error?.issues[0]?.path).toEqual([path]);
  });
});

describe('secrets', () => {
  const secrets = { appId: '1', appSecret: 'a', oaSecretKey: 'k' };

  it('are three', () => {
    expect(secretsSchema.parse(secrets)).toEqual(secrets);
  });

  test.each(Object.keys(secrets))('%s is needed', (name) => {
    expect(secretsSchema.safeParse({ ...secrets, [name]: ' ' }).success).toBe(false);
  });
});

it('says which features Zalo lacks by leaving them out', () => {
  expect(channel.setUp).toBeUndefined();
  expect(channel.typing).toBeUndefined();
  expect(channel.staticToken).toBeUndefined();
  expect(channel.refresh).toBeDefined();
});
