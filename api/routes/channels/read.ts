import * as channels from '../../../prisma/channel.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { channelSchema, presentChannel } from '../../presenters/channel.js';
import { channelId } from './fields.js';

export const readChannel: Endpoint = (api, { database: { prisma } }) => {
  api.get(
    '/channels/:id',
    { schema: { summary: 'Read a channel', params: channelId, response: { 200: channelSchema } } },
    async (request) => {
      const within = await reachOf(prisma, askerOf(request));
      const found = await channels.readChannel(prisma, request.params.id, within);
      if (!found) throw fail('not-found');
      return presentChannel(found);
    },
  );
};
