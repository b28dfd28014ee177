import { z } from 'zod';
import * as channels from '../../../prisma/channel.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { channelSchema, presentChannel } from '../../presenters/channel.js';
import { openAgency } from '../agencies/fields.js';
import { channelFields, channelId, parseWith, platformOf, refuseTooFast } from './fields.js';

const body = z
  .strictObject({ ...channelFields, state: z.literal('connected').describe('Takes a stopped channel up again') })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing-to-change');

/** PATCH /channels/:id. Of `settings` only what is named changes; null takes a setting back to its default. */
export const changeChannel: Endpoint = (api, context) => {
  const { prisma } = context.database;
  api.patch(
    '/channels/:id',
    {
      schema: { summary: 'Change a channel', params: channelId, body, response: { 200: channelSchema } },
    },
    async (request) => {
      const { id } = request.params;
      const change = request.body;
      const changed = await prisma.$transaction(async (tx) => {
        const present = await channels.readChannel(tx, id, null);
        if (!present) throw fail('not-found');
        if (present.state === 'disconnected') throw fail('channel-disconnected');
        const channel = platformOf(context, present.platform);
        refuseTooFast(channel, change.ratePerSecond);
        if (change.agencyId) await openAgency(tx, change.agencyId, 'agencyId');
        const settings = change.settings && merge(present.settings, change.settings);
        if (settings) parseWith(channel.settings, settings, 'settings');
        await record(tx, request, 'channel.changed', `channel:${id}`, { fields: Object.keys(change) });
        const row = await channels.changeChannel(tx, id, { ...change, ...(settings && { settings }) });
        return { ...row, token: present.token };
      });
      context.onChannelsChanged?.();
      return presentChannel(changed);
    },
  );
};

function merge(present: unknown, change: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...(present as Record<string, unknown>), ...change };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}
