import { z } from 'zod';
import type { Channel } from '../../../bot/channels/contract.js';
import * as channels from '../../../prisma/channel.js';
import type { PrismaTransaction } from '../../../prisma/client.js';
import type { StoredPair } from '../../../prisma/token.js';
import type { Endpoint } from '../../context.js';
import { failAt } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { channelSchema, presentChannel } from '../../presenters/channel.js';
import { openAgency } from '../agencies/fields.js';
import { channelFields, parseWith, platformOf, refuseTooFast } from './fields.js';

const token = z.string().trim().min(1).max(4000);

const body = z.strictObject({
  platform: z.string(),
  accountId: z.string().trim().min(1).max(64).describe("The platform's id of the OA or Page, as a string"),
  name: channelFields.name,
  secrets: z.record(z.string(), z.unknown()).describe('Write-only: sealed at once, never shown again'),
  settings: channelFields.settings.default({}),
  ratePerSecond: channelFields.ratePerSecond.optional(),
  agencyId: channelFields.agencyId.optional(),
  tokens: z
    .strictObject({ accessToken: token, refreshToken: token, expiresAt: z.iso.datetime({ offset: true }).optional() })
    .optional()
    .describe('The first token pair, for platforms that rotate them. Without expiresAt it is renewed at its first use'),
});
type Given = z.output<typeof body>;

/** POST /channels → 201, or 200 when the account was known and is connected anew, with its contacts. */
export const connectChannel: Endpoint = (api, context) => {
  const { database, keys, clock } = context;
  api.post(
    '/channels',
    {
      schema: { summary: 'Connect a channel', body, response: { 200: channelSchema, 201: channelSchema } },
    },
    async (request, reply) => {
      const channel = platformOf(context, request.body.platform);
      const connection = judge(channel, request.body, clock.now());
      const { known, id } = await database.prisma.$transaction(async (tx) => {
        if (connection.agencyId) await openAgency(tx, connection.agencyId, 'agencyId');
        const former = await channels.findChannel(tx, connection.platform, connection.accountId);
        await requireTokens(tx, channel, connection, former?.id);
        const row = await channels.connectChannel(tx, keys.sealer, connection);
        const { platform, accountId } = row;
        await record(tx, request, 'channel.connected', `channel:${row.id}`, {
          platform,
          accountId,
          anew: former !== null,
        });
        return { known: former !== null, id: row.id };
      });
      context.onChannelsChanged?.();
      const row = await channels.readChannel(database.prisma, id, null);
      if (!row) throw new Error(`channel ${id} is gone right after it was connected`);
      return reply.code(known ? 200 : 201).send(presentChannel(row));
    },
  );
};

/** Only the platform knows whether its secrets and settings are whole. Settings are kept as given, so that defaults may improve. */
function judge(channel: Channel, given: Given, now: number): channels.Connection {
  parseWith(channel.settings, given.settings, 'settings');
  refuseTooFast(channel, given.ratePerSecond);
  const { platform, accountId, name, settings, ratePerSecond, agencyId, tokens } = given;
  if (tokens && !channel.refresh) throw failAt('tokens', 'tokens-not-used');
  return {
    platform,
    accountId,
    name,
    secrets: parseWith(channel.secrets, given.secrets, 'secrets'),
    settings,
    ...(ratePerSecond !== undefined && { ratePerSecond }),
    ...(agencyId !== undefined && { agencyId }),
    ...(tokens && { tokens: toPair(tokens, now) }),
  };
}

const toPair = ({ accessToken, refreshToken, expiresAt }: NonNullable<Given['tokens']>, now: number): StoredPair => ({
  accessToken,
  refreshToken,
  issuedAt: now,
  expiresAt: expiresAt === undefined ? now : Date.parse(expiresAt),
});

async function requireTokens(
  tx: PrismaTransaction,
  channel: Channel,
  connection: channels.Connection,
  formerId?: number,
) {
  if (!channel.refresh || connection.tokens) return;
  const held = formerId !== undefined && (await channels.holdsTokens(tx, formerId));
  if (!held) throw failAt('tokens', 'missing');
}
