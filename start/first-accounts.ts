/**
 * The accounts that the environment names, or the sandbox's: connected at start. More are rows, connected over the API.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../bot/runtime/config.js';
import { type Connection, connectChannel } from '../prisma/channel.js';
import type { Database } from '../prisma/client.js';
import type { Keys } from '../prisma/keyring.js';
import { renewSandboxAccounts, type SandboxAccounts, sandboxAccounts } from './sandbox-accounts.js';

/** A Zalo access token lives 25 hours (channels' sources of 2026); one of unknown age is refreshed before its first use. */
const tokenLifeMs = 25 * 3_600_000;

export async function connectFirstAccounts(database: Database, keys: Keys, config: Config): Promise<void> {
  for (const connection of fromEnvironment(config)) await connect(database, keys, connection);
}

function fromEnvironment({ messenger, zalo }: Config): Connection[] {
  const connections: Connection[] = [];
  if (messenger.page) {
    const { pageId, appSecret, verifyToken, pageToken } = messenger.page;
    connections.push({
      platform: 'messenger',
      accountId: pageId,
      name: 'Facebook Page',
      secrets: { appSecret, verifyToken, pageToken },
      settings: { graphUrl: messenger.graphUrl },
    });
  }
  if (zalo.oa) {
    const { oaId, appId, appSecret, oaSecretKey, accessToken, refreshToken } = zalo.oa;
    connections.push({
      platform: 'zalo',
      accountId: oaId,
      name: 'Zalo OA',
      secrets: { appId, appSecret, oaSecretKey },
      settings: { openapiUrl: zalo.openapiUrl, businessUrl: zalo.businessUrl, oauthUrl: zalo.oauthUrl },
      tokens: { accessToken: accessToken ?? '', refreshToken, issuedAt: 0, expiresAt: 0 },
    });
  }
  return connections;
}

/**
 * What an administrator changed over the API stays: an account that is known only gets new secrets from the environment, and one that was
 * disconnected stays so. The token pair in the environment is only right the first time: afterwards the database holds the living one, and
 * giving the old pair again would kill the account.
 */
async function connect(database: Database, keys: Keys, { tokens, ...given }: Connection): Promise<void> {
  const known = await findChannel(database, given);
  if (known?.state === 'disconnected') return;
  if (!known) await connectChannel(database.prisma, keys.sealer, { ...given, ...(tokens && { tokens }) });
  else if (!isDeepStrictEqual(JSON.parse(keys.sealer.open(known.secretsSealed)), given.secrets))
    await connectChannel(database.prisma, keys.sealer, { ...given, name: known.name, settings: known.settings });
}

const findChannel = (database: Database, { platform, accountId }: Pick<Connection, 'platform' | 'accountId'>) =>
  database.prisma.channel.findUnique({ where: { platform_accountId: { platform, accountId } } });

const firstPair = ({ accessToken, refreshToken }: SandboxAccounts['zalo'], now: number) => ({
  accessToken,
  refreshToken,
  issuedAt: now,
  expiresAt: now + tokenLifeMs,
});

/** Connects the sandbox's OA and Page to the fakes at `sandboxUrl`. A database that does not know them gets new ones. */
export async function connectSandbox(
  database: Database,
  keys: Keys,
  { dataDir, sandboxUrl, now }: { dataDir: string; sandboxUrl: string; now: number },
): Promise<SandboxAccounts> {
  const kept = sandboxAccounts(dataDir);
  const known = await findChannel(database, { platform: 'zalo', accountId: kept.zalo.oaId });
  const accounts = known ? kept : renewSandboxAccounts(dataDir);
  const { zalo, messenger } = accounts;
  await connectChannel(database.prisma, keys.sealer, {
    platform: 'zalo',
    accountId: zalo.oaId,
    name: 'Bộ Nội vụ (sandbox)',
    secrets: { appId: zalo.appId, appSecret: zalo.appSecret, oaSecretKey: zalo.oaSecretKey },
    settings: {
      openapiUrl: `${sandboxUrl}/fakes/zalo`,
      businessUrl: `${sandboxUrl}/fakes/zalo-business`,
      oauthUrl: `${sandboxUrl}/fakes/zalo-oauth`,
    },
    // Afterwards the database holds the living pair.
    ...(!known && { tokens: firstPair(zalo, now) }),
  });
  await connectChannel(database.prisma, keys.sealer, {
    platform: 'messenger',
    accountId: messenger.pageId,
    name: 'Bộ Nội vụ (sandbox)',
    secrets: {
      appSecret: messenger.appSecret,
      verifyToken: messenger.verifyToken,
      pageToken: messenger.pageToken,
      appId: messenger.appId,
    },
    // On the phones one wants to see it.
    settings: { graphUrl: `${sandboxUrl}/fakes/graph/v26.0`, typing: 'always' },
  });
  return accounts;
}
