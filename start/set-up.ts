/**
 * `npm run set-up`: menu, greeting, get-started and ice breakers of all connected accounts, in Vietnamese and English. Works on
 * DATABASE_URL; a program on its embedded database has the same as `POST /api/v1/channels/:id/set-up`.
 */
import type { Channel, SendContext } from '../bot/channels/contract.js';
import { createHttp } from '../bot/channels/http.js';
import { loadChannels } from '../bot/channels/registry.js';
import { createAccounts } from '../bot/inbox/accounts.js';
import { createTokens } from '../bot/outbox/tokens.js';
import { readConfig } from '../bot/runtime/config.js';
import { StartError } from '../bot/runtime/errors.js';
import { loadSecretKey } from '../bot/runtime/secret-key.js';
import { createWords, type Words } from '../locales/index.js';
import { openDatabase } from '../prisma/client.js';
import { openKeyring } from '../prisma/keyring.js';

async function setUpAll(): Promise<boolean> {
  const config = readConfig();
  if (!config.databaseUrl) {
    throw new StartError('Set DATABASE_URL, or call POST /api/v1/channels/:id/set-up of the running program.');
  }
  const database = openDatabase(config.databaseUrl);
  const { http, close } = createHttp();
  try {
    const keys = await openKeyring(database, loadSecretKey(config));
    const [channels, words] = await Promise.all([loadChannels(), createWords()]);
    const accounts = createAccounts({ database, keys, channels });
    await accounts.reload();
    const tokens = createTokens({ database, keys, http, clock: { now: () => Date.now() } });
    const outcomes: boolean[] = [];
    for (const account of accounts.all()) {
      const channel = channels.get(account.platform);
      const accessToken = (channel && (await tokens.current(channel, account))) ?? '';
      outcomes.push(await setUpOne(channel, { http, account, accessToken }, words));
    }
    return outcomes.every(Boolean);
  } finally {
    await close();
    await database.close();
  }
}

async function setUpOne(channel: Channel | undefined, context: SendContext, words: Words): Promise<boolean> {
  const name = `${channel?.title ?? context.account.platform} ${context.account.accountId}`;
  if (!channel?.setUp) {
    console.log(`${name}: set the menu in the platform's console`);
    return true;
  }
  const why = await channel
    .setUp(context, (language, key) => words.t(language, 'channels', key))
    .then(
      () => null,
      (error: Error) => error.message,
    );
  console.log(`${name}: ${why ?? 'done'}`);
  return why === null;
}

setUpAll().then(
  (good) => process.exit(good ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof StartError ? error.message : error);
    process.exit(1);
  },
);
