import { z } from 'zod';
import * as channels from '../../../prisma/channel.js';
import type { Endpoint } from '../../context.js';
import { pageOf, pageQuery, readCursor, toPage } from '../../page.js';
import { askerOf } from '../../plugins/door.js';
import { reachOf } from '../../policies/reach.js';
import { channelSchema, channelStates, presentChannel } from '../../presenters/channel.js';

const querystring = z.strictObject({
  platform: z.string().max(40).optional(),
  state: z.enum(channelStates).optional(),
  ...pageQuery,
});

/** GET /channels?platform=&state= → without their secrets. */
export const listChannels: Endpoint = (api, { database: { prisma } }) => {
  api.get(
    '/channels',
    { schema: { summary: 'List channels', querystring, response: { 200: pageOf(channelSchema) } } },
    async (request) => {
      const { platform, state, limit, cursor } = request.query;
      const within = await reachOf(prisma, askerOf(request));
      const after = readCursor(cursor, z.int());
      const rows = await channels.listChannels(prisma, { platform, state, within }, limit + 1, after);
      return toPage(rows, limit, { present: presentChannel, key: (row) => row.id });
    },
  );
};
