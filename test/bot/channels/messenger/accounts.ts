import { type MessengerAccount, secretsSchema, settingsSchema } from '../../../../bot/channels/messenger/account.js';

/** A connected Page; the secrets are those of the test vectors. */
export function page(
  over: { accountId?: string; appSecret?: string; verifyToken?: string; graphUrl?: string } = {},
): MessengerAccount {
  const { accountId = '104152632345678', appSecret = 'test-app-secret', verifyToken = 'lang-nghe' } = over;
  return {
    id: 1,
    platform: 'messenger',
    accountId,
    secrets: secretsSchema.parse({ appSecret, verifyToken, pageToken: 'test-token' }),
    settings: settingsSchema.parse(over.graphUrl ? { graphUrl: over.graphUrl } : {}),
  };
}
