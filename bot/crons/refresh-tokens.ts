import { z } from 'zod';
import type { JobContext } from '../jobs/context.js';
import { defineJob } from '../jobs/registry.js';

/**
 * Keeps the rotating tokens young. Twice an hour, though a token lives for 25: a pair is refreshed at 60 % of its life, so an outage of
 * the platform or of ours has ten hours to end before anybody notices.
 */
export const job = defineJob({
  name: 'refresh-tokens',
  schema: z.object({}),
  everyMs: 30 * 60_000,
  timeoutMs: 120_000,
  attempts: 3,
  async run(_payload, { accounts, channels, tokens, logger }: JobContext) {
    for (const account of accounts.all()) {
      const channel = channels.get(account.platform);
      if (!channel?.refresh) continue;
      const outcome = await tokens.keepFresh(channel, account);
      if (outcome !== 'fresh') logger.info({ channel: account.id, outcome }, 'token looked after');
    }
  },
});
