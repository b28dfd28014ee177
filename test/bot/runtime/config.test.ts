import { describe, expect, it } from 'vitest';
import { type Environment, readConfig } from '../../../bot/runtime/config.js';

const page = {
  MESSENGER_APP_SECRET: 's',
  MESSENGER_VERIFY_TOKEN: 'v',
  MESSENGER_PAGE_ID: '112233445566778899',
  MESSENGER_PAGE_TOKEN: 't',
};
const oa = {
  ZALO_APP_ID: '1',
  ZALO_APP_SECRET: 's',
  ZALO_OA_ID: '4318657068771012646',
  ZALO_OA_SECRET_KEY: 'k',
  ZALO_REFRESH_TOKEN: 'r',
};
const key = Buffer.alloc(32, 1).toString('base64');
const production = { NODE_ENV: 'production', SECRET_KEY: key };

describe('without any variable', () => {
  it('everything has a value that works', () => {
    const config = readConfig({}, []);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      role: 'all',
      sandbox: true,
      production: false,
      logLevel: 'info',
      databaseUrl: undefined,
      redisUrl: undefined,
      trustProxy: [],
    });
    expect(config.dataDir).toBe(`${process.cwd()}/.data`);
    expect(config.zalo.openapiUrl).toBe('https://openapi.zalo.me');
  });
});

describe('what is read', () => {
  const cases: { label: string; environment: Environment; args?: string[]; config: object }[] = [
    {
      label: 'the public address follows the port',
      environment: { PORT: '8080' },
      config: { publicUrl: 'http://localhost:8080' },
    },
    {
      label: 'a slash at the end is dropped',
      environment: { PUBLIC_URL: 'https://a.vn/' },
      config: { publicUrl: 'https://a.vn' },
    },
    {
      label: 'proxies, single or by network',
      environment: { TRUST_PROXY: '10.0.0.5, 192.168.0.0/16,,fd00::/8' },
      config: { trustProxy: ['10.0.0.5', '192.168.0.0/16', 'fd00::/8'] },
    },
    {
      label: 'an empty variable is as good as none',
      environment: { DATABASE_URL: ' ', PORT: '' },
      config: { databaseUrl: undefined, port: 3000 },
    },
    {
      label: '--role wins over ROLE',
      environment: { ROLE: 'api', DATABASE_URL: 'postgres://h/d' },
      args: ['--role', 'worker'],
      config: { role: 'worker' },
    },
    {
      label: 'ids longer than 2^53 stay exact',
      environment: oa,
      config: { zalo: { oa: { oaId: '4318657068771012646' } } },
    },
    { label: 'a connected channel turns the sandbox off', environment: page, config: { sandbox: false } },
    {
      label: 'production turns the sandbox off',
      environment: production,
      config: { sandbox: false, production: true },
    },
    { label: 'the sandbox can be asked for', environment: { ...page, SANDBOX: 'on' }, config: { sandbox: true } },
    { label: 'the key is bytes', environment: production, config: { secretKey: Buffer.alloc(32, 1) } },
  ];
  it.each(cases)('$label', ({ environment, args = [], config }) => {
    expect(readConfig(environment, args)).toMatchObject(config);
  });

  it('cannot be changed afterwards', () => {
    const config = readConfig(page, []);
    expect(() => Object.assign(config.messenger, { graphUrl: 'https://evil' })).toThrow(TypeError);
  });
});

describe('what is wrong is told with its cure', () => {
  const cases: { label: string; environment: Environment; args?: string[]; says: RegExp }[] = [
    {
      label: 'a port that is none',
      environment: { PORT: 'http' },
      says: /^PORT must be a port number, e\.g\. 3000\.$/,
    },
    { label: 'a port out of range', environment: { PORT: '70000' }, says: /PORT must be from 0/ },
    {
      label: 'another database',
      environment: { DATABASE_URL: 'mysql://h/d' },
      says: /DATABASE_URL must be an address like postgresql:/,
    },
    {
      label: 'no address',
      environment: { REDIS_URL: 'localhost:6379' },
      says: /REDIS_URL must be an address like redis:/,
    },
    ...['1', 'true', 'proxy.gov.vn', '10.0.0.0/33', '10.0.0.0/255.0.0.0', 'fe80::1%eth0', '10.0.0.5 10.0.0.6'].map(
      (list) => ({
        label: `a proxy that is no network: ${list}`,
        environment: { TRUST_PROXY: list },
        says: /TRUST_PROXY must be the addresses of your proxies, separated by commas, e\.g\. 10\.0\.0\.5/,
      }),
    ),
    {
      label: 'a proxy that could be anybody',
      environment: { TRUST_PROXY: '10.0.0.5,0.0.0.0/0' },
      says: /TRUST_PROXY must be the addresses/,
    },
    { label: 'an unknown role', environment: {}, args: ['--role', 'web'], says: /ROLE must be all, api or worker/ },
    { label: 'an unknown option', environment: {}, args: ['--port', '1'], says: /--port.*The only option is --role/ },
    {
      label: 'production without a key',
      environment: { NODE_ENV: 'production' },
      says: /SECRET_KEY missing.*openssl rand -base64 32/,
    },
    { label: 'a short key', environment: { SECRET_KEY: 'c2hvcnQ=' }, says: /SECRET_KEY must be at least 32 bytes/ },
    {
      label: 'a key that is not base64',
      environment: { SECRET_KEY: '!'.repeat(50) },
      says: /SECRET_KEY must be at least 32 bytes/,
    },
    {
      label: 'half a Page',
      environment: { ...page, MESSENGER_PAGE_TOKEN: undefined },
      says: /MESSENGER_PAGE_TOKEN missing: Messenger needs all/,
    },
    {
      label: 'half an OA',
      environment: { ZALO_APP_ID: '1' },
      says: /ZALO_APP_SECRET, ZALO_OA_ID.*missing: Zalo needs all/,
    },
    {
      label: 'an id that was rounded',
      environment: { ...oa, ZALO_OA_ID: '4.3e18' },
      says: /ZALO_OA_ID must be the number/,
    },
    {
      label: 'a role without a common database',
      environment: { ROLE: 'worker' },
      says: /DATABASE_URL missing: ROLE=worker/,
    },
    {
      label: 'a weak first password',
      environment: { ADMIN_PASSWORD: '1234567' },
      says: /ADMIN_PASSWORD must have at least 8/,
    },
    { label: 'an unknown log level', environment: { LOG_LEVEL: 'verbose' }, says: /LOG_LEVEL must be trace, debug/ },
  ];
  it.each(cases)('$label', ({ environment, args = [], says }) => {
    expect(() => readConfig(environment, args)).toThrow(says);
  });

  it('all of it at once, and no value is repeated', () => {
    const environment = { PORT: 'x', REDIS_URL: 'geheim', NODE_ENV: 'production', ZALO_APP_ID: '1' };
    const read = () => readConfig(environment, []);
    expect(read).toThrow(/^4 settings are wrong:\n( {2}- .+\n?){4}$/);
    expect(read).not.toThrow(/geheim/);
  });
});
