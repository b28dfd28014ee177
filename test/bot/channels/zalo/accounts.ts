import {
  type Settings,
  secretsSchema,
  settingsSchema,
  type ZaloAccount,
} from '../../../../bot/channels/zalo/account.js';

export const oaId = '388613280878808645';

/** A connected Official Account; ids and keys are those of the fixtures. */
export function oa(
  over: { accountId?: string; appId?: string; oaSecretKey?: string } & Partial<Settings> = {},
): ZaloAccount {
  const { accountId = oaId, appId = '360846524940903967', oaSecretKey = 'test-oa-secret', ...settings } = over;
  return {
    id: 1,
    platform: 'zalo',
    accountId,
    secrets: secretsSchema.parse({ appId, appSecret: 'test-app-secret', oaSecretKey }),
    settings: settingsSchema.parse(settings),
  };
}
