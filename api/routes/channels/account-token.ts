import type { Account, Channel } from '../../../bot/channels/contract.js';
import { readPair } from '../../../prisma/token.js';
import type { ApiContext } from '../../context.js';

/** There is nothing to call the platform with; the message names the cure. */
export class NoTokenError extends Error {
  override name = 'NoTokenError';

  constructor(cause?: unknown) {
    super('there is no living token: connect the channel again with a new token pair', { cause });
  }
}

/** The token to call the platform with: static, kept fresh by the message path, or as it is stored. */
export async function tokenFor(context: ApiContext, channel: Channel, account: Account): Promise<string> {
  if (channel.staticToken) return channel.staticToken(account.secrets);
  if (context.accessToken) {
    return context.accessToken(account).catch((error: unknown) => {
      throw new NoTokenError(error);
    });
  }
  const pair = await readPair(context.database.pool, context.keys.sealer, account.id);
  if (!pair) throw new NoTokenError();
  return pair.accessToken;
}
