import type { Account, Channel } from '../../../bot/channels/contract.js';
import { readPair } from '../../../prisma/token.js';
import type { ApiContext } from '../../context.js';

/** The token to call the platform with: static, kept fresh by the message path, or as it is stored. */
export async function tokenFor(context: ApiContext, channel: Channel, account: Account): Promise<string> {
  if (channel.staticToken) return channel.staticToken(account.secrets);
  if (context.accessToken) return context.accessToken(account);
  const pair = await readPair(context.database.pool, context.keys.sealer, account.id);
  return pair?.accessToken ?? '';
}
