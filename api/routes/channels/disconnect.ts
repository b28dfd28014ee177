import * as channels from '../../../prisma/channel.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { channelSchema, presentChannel } from '../../presenters/channel.js';
import { channelId } from './fields.js';

/** DELETE /channels/:id → its secrets and tokens are destroyed; what people said over it stays. */
export const disconnectChannel: Endpoint = (api, context) => {
  const { prisma } = context.database;
  api.delete(
    '/channels/:id',
    { schema: { summary: 'Disconnect a channel', params: channelId, response: { 200: channelSchema } } },
    async (request) => {
      const { id } = request.params;
      const row = await prisma.$transaction(async (tx) => {
        if (!(await channels.readChannel(tx, id, null))) throw fail('not-found');
        await record(tx, request, 'channel.disconnected', `channel:${id}`);
        return channels.disconnectChannel(tx, context.keys.sealer, id);
      });
      context.onChannelsChanged?.();
      return presentChannel(row);
    },
  );
};
