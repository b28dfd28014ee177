/** The accounts of the tests: made up, longer than 2^53 as the platforms' are. */

import type { Connection } from '../../prisma/channel.js';
import type { Sandbox } from '../../sandbox/index.js';
import type { MessengerAccount, ZaloAccount } from '../../sandbox/options.js';

const hour = 3_600_000;

export const zaloAccount: ZaloAccount = {
  appId: '4093881230017762201',
  appSecret: 'zalo-app-secret',
  oaId: '2810334905612773041',
  oaSecretKey: 'zalo-oa-secret-key',
  accessToken: 'zalo-access-token',
  refreshToken: 'zalo-refresh-token',
};

export const messengerAccount: MessengerAccount = {
  appId: '612345098771204',
  appSecret: 'messenger-app-secret',
  verifyToken: 'messenger-verify-token',
  pageId: '109345220871164',
  pageToken: 'messenger-page-token',
};

/** How the product is connected to the sandbox's two accounts. */
export function connectionsTo(sandbox: Pick<Sandbox, 'addresses'>, now: number): Connection[] {
  const { zalo, zaloBusiness, zaloOauth, graph } = sandbox.addresses;
  const { appId, appSecret, oaSecretKey, accessToken, refreshToken } = zaloAccount;
  return [
    {
      platform: 'zalo',
      accountId: zaloAccount.oaId,
      name: 'Zalo OA',
      secrets: { appId, appSecret, oaSecretKey },
      settings: { openapiUrl: zalo, businessUrl: zaloBusiness, oauthUrl: zaloOauth },
      tokens: { accessToken, refreshToken, issuedAt: now, expiresAt: now + 25 * hour },
    },
    {
      platform: 'messenger',
      accountId: messengerAccount.pageId,
      name: 'Facebook Page',
      secrets: {
        appSecret: messengerAccount.appSecret,
        verifyToken: messengerAccount.verifyToken,
        pageToken: messengerAccount.pageToken,
      },
      settings: { graphUrl: graph },
    },
  ];
}
