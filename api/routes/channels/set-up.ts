import { z } from 'zod';
import { accountOf, readChannel } from '../../../prisma/channel.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { tokenFor } from './account-token.js';
import { channelId, platformOf } from './fields.js';

const outcome = z.discriminatedUnion('done', [
  z.object({ done: z.literal(true) }),
  z.object({ done: z.literal(false), why: z.string().describe('What the platform or the channel says') }),
]);

/** POST /channels/:id/set-up → menu, greeting, get-started and ice breakers in vi and en, where the platform lets a program set them. */
export const setUpChannel: Endpoint = (api, context) => {
  const { database, keys, http } = context;
  api.post(
    '/channels/:id/set-up',
    { schema: { summary: 'Set menu and greeting', params: channelId, response: { 200: outcome } } },
    async (request) => {
      const row = await readChannel(database.prisma, request.params.id, null);
      if (!row) throw fail('not-found');
      if (row.state === 'disconnected') throw fail('channel-disconnected');
      const channel = platformOf(context, row.platform);
      if (!channel.setUp)
        return { done: false as const, why: `${channel.title}: set the menu in the platform's console` };
      const stored = accountOf(keys.sealer, row);
      const account = { ...stored, settings: channel.settings.parse(stored.settings) };
      const { setUp } = channel;
      const why = await tokenFor(context, channel, account)
        .then((accessToken) => setUp({ http, account, accessToken }, context.channelWords))
        .then(
          () => null,
          (error: Error) => error.message,
        );
      await record(database.prisma, request, 'channel.set-up', `channel:${row.id}`, { done: why === null });
      return why === null ? { done: true as const } : { done: false as const, why };
    },
  );
};
