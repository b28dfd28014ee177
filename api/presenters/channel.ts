import { z } from 'zod';
import type { Channel, ChannelWithToken } from '../../prisma/channel.js';
import { timeOrNull, timeSchema, toTime } from './text.js';

export const channelStates = ['connected', 'stopped', 'disconnected'] as const;

/** Secrets are write-only: there is no field for them here, and an answer holds nothing that its schema does not name. */
export const channelSchema = z
  .object({
    id: z.int(),
    platform: z.string(),
    accountId: z.string().describe('A decimal string: longer than a JSON number keeps'),
    name: z.string(),
    state: z.enum(channelStates),
    stateReason: z.string().nullable().describe("Why it was stopped, in the closed words of the channel's error list"),
    settings: z.record(z.string(), z.unknown()),
    ratePerSecond: z.number().nullable().describe("Messages per second; null = the channel's own"),
    agencyId: z.guid().nullable(),
    token: z
      .object({ expiresAt: timeSchema, deadReason: z.string().nullable() })
      .nullable()
      .describe('Of channels with rotating tokens: until when the present one lives, and whether it can be renewed'),
    lastEventAt: timeOrNull.describe('When its webhook last spoke'),
    createdAt: timeSchema,
  })
  .meta({ id: 'Channel' });

type Presented = z.output<typeof channelSchema>;

export const presentChannel = (row: Channel & Partial<Pick<ChannelWithToken, 'token'>>): Presented => ({
  id: row.id,
  platform: row.platform,
  accountId: row.accountId,
  name: row.name,
  state: row.state as Presented['state'],
  stateReason: row.stateReason,
  settings: row.settings as Record<string, unknown>,
  ratePerSecond: row.ratePerSecond,
  agencyId: row.agencyId,
  token: row.token ? { expiresAt: row.token.expiresAt.toISOString(), deadReason: row.token.deadReason } : null,
  lastEventAt: toTime(row.lastEventAt),
  createdAt: row.createdAt.toISOString(),
});
