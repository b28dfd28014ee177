import { z } from 'zod';
import type { Channel } from '../../../bot/channels/contract.js';
import type { Endpoint } from '../../context.js';

const platformSchema = z
  .object({
    platform: z.string(),
    title: z.string(),
    secrets: z.record(z.string(), z.unknown()).describe('JSON Schema of what connecting needs'),
    settings: z.record(z.string(), z.unknown()).describe('JSON Schema of what may be set'),
    tokens: z.boolean().describe('Does it need a token pair to begin with?'),
    ratePerSecond: z.number(),
    windowHours: z.number(),
  })
  .meta({ id: 'Platform' });

/** GET /channels/platforms → what can be connected, and what each needs for it. */
export const listPlatforms: Endpoint = (api, { channels }) => {
  api.get(
    '/channels/platforms',
    {
      schema: {
        summary: 'List the platforms that channels can be on',
        response: { 200: z.object({ items: z.array(platformSchema) }) },
      },
    },
    async () => ({ items: [...channels.values()].map(present) }),
  );
};

const present = (channel: Channel): z.output<typeof platformSchema> => ({
  platform: channel.platform,
  title: channel.title,
  secrets: describe(channel.secrets),
  settings: describe(channel.settings),
  tokens: channel.refresh !== undefined,
  ratePerSecond: channel.ratePerSecond,
  windowHours: channel.windowHours,
});

const describe = (schema: z.ZodType): Record<string, unknown> => {
  const { '~standard': _, ...document } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return document;
};
