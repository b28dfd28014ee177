/** The Page and the Official Account that the benches talk to: made up, and known to the product and to the fakes alike. */
import type { MessengerAccount, ZaloAccount } from '../../sandbox/index.js';
import { fakeAddresses } from '../../sandbox/index.js';

export const page: MessengerAccount = {
  appId: '1000000000000001',
  appSecret: 'bench-app-secret',
  verifyToken: 'bench-verify-token',
  pageId: '1000000000000002',
  pageToken: 'bench-page-token',
};

export const oa: ZaloAccount = {
  appId: '2000000000000000001',
  appSecret: 'bench-zalo-app-secret',
  oaId: '2000000000000000002',
  oaSecretKey: 'bench-oa-secret-key',
  accessToken: 'bench-access-token',
  refreshToken: 'bench-refresh-token',
};

/** 32 bytes; nothing of a bench outlives it. */
export const secretKey = Buffer.alloc(32, 'bench');

/** What the product is told, the same way an operator tells it. */
export function productEnvironment(given: {
  port: number;
  databaseUrl?: string;
  dataDir: string;
  fakesUrl: string;
  redisUrl?: string | undefined;
}): Record<string, string> {
  const { graph, zalo, zaloBusiness, zaloOauth } = fakeAddresses(given.fakesUrl);
  return {
    NODE_ENV: 'production',
    PORT: String(given.port),
    DATA_DIR: given.dataDir,
    ...(given.databaseUrl && { DATABASE_URL: given.databaseUrl }),
    ...(given.redisUrl && { REDIS_URL: given.redisUrl }),
    SECRET_KEY: secretKey.toString('base64'),
    SANDBOX: 'off',
    LOG_LEVEL: 'warn',
    MESSENGER_APP_SECRET: page.appSecret,
    MESSENGER_VERIFY_TOKEN: page.verifyToken,
    MESSENGER_PAGE_ID: page.pageId,
    MESSENGER_PAGE_TOKEN: page.pageToken,
    MESSENGER_GRAPH_URL: graph,
    ZALO_APP_ID: oa.appId,
    ZALO_APP_SECRET: oa.appSecret,
    ZALO_OA_ID: oa.oaId,
    ZALO_OA_SECRET_KEY: oa.oaSecretKey,
    ZALO_ACCESS_TOKEN: oa.accessToken,
    ZALO_REFRESH_TOKEN: oa.refreshToken,
    ZALO_OPENAPI_URL: zalo,
    ZALO_BUSINESS_URL: zaloBusiness,
    ZALO_OAUTH_URL: zaloOauth,
  };
}
