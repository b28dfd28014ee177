import { z } from 'zod';
import type { Channel } from '../../../bot/channels/contract.js';
import type { ApiContext } from '../../context.js';
import { fail, failAt } from '../../errors.js';
import { problemsOf } from '../../problems.js';

export const channelId = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

export const channelFields = {
  name: z.string().trim().min(1).max(100),
  settings: z.record(z.string(), z.unknown()).describe("The platform's own: see GET /channels/platforms"),
  ratePerSecond: z.number().positive().nullable(),
  agencyId: z.guid().nullable(),
};

export function platformOf({ channels }: Pick<ApiContext, 'channels'>, platform: string): Channel {
  const channel = channels.get(platform);
  if (channel) return channel;
  throw failAt('platform', 'not-one-of', { choices: [...channels.keys()].join(', ') });
}

/** Judges a part of the input that only the platform understands. */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  throw fail('invalid-input', { problems: problemsOf(result.error.issues, path) });
}

/** More than the platform allows would only earn refusals. */
export function refuseTooFast(channel: Channel, ratePerSecond: number | null | undefined): void {
  if (ratePerSecond && ratePerSecond > channel.ratePerSecond) {
    throw failAt('ratePerSecond', 'too-big-number', { limit: channel.ratePerSecond });
  }
}
