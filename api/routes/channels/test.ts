import { z } from 'zod';
import { accountOf, readChannel } from '../../../prisma/channel.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { NoTokenError, tokenFor } from './account-token.js';
import { channelId, platformOf } from './fields.js';

const outcome = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), name: z.string().describe('What the platform calls the account') }),
  z.object({ ok: z.literal(false), code: z.string(), detail: z.string() }),
]);

/** POST /channels/:id/test → asks the platform who we are. That it says no is an answer, not an error of this call. */
export const testChannel: Endpoint = (api, context) => {
  const { database, keys, http } = context;
  api.post(
    '/channels/:id/test',
    { schema: { summary: 'Test the connection', params: channelId, response: { 200: outcome } } },
    async (request) => {
      const row = await readChannel(database.prisma, request.params.id, null);
      if (!row) throw fail('not-found');
      if (row.state === 'disconnected') throw fail('channel-disconnected');
      const channel = platformOf(context, row.platform);
      const stored = accountOf(keys.sealer, row);
      const account = { ...stored, settings: channel.settings.parse(stored.settings) };
      const result = await tokenFor(context, channel, account)
        .then((accessToken) => channel.test({ http, account, accessToken }))
        .catch(withoutToken);
      const { ok } = result;
      await record(database.prisma, request, 'channel.tested', `channel:${row.id}`, {
        ok,
        code: ok ? null : result.code,
      });
      return result;
    },
  );
};

function withoutToken(error: unknown): z.output<typeof outcome> {
  if (error instanceof NoTokenError) return { ok: false, code: 'no-token', detail: error.message };
  throw error;
}
