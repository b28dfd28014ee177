import { z } from 'zod';
import { contactsToExpire, type ExpiringContact } from '../../prisma/session.js';
import type { IncomingEvent } from '../inbox/intake.js';
import type { JobContext } from '../jobs/context.js';
import { defineJob } from '../jobs/registry.js';

/** As many as one group of the inbox holds. */
const pageSize = 200;

/**
 * Half-finished sessions end when their time is over. The job only says that time has passed, as an event in the inbox: the runner does
 * the rest, in order with whatever the person does meanwhile. Running twice does no harm, the event's key is the contact and the day.
 */
export const job = defineJob({
  name: 'expire-sessions',
  schema: z.object({}),
  everyMs: 15 * 60_000,
  timeoutMs: 600_000,
  attempts: 3,
  async run(_payload, context: JobContext) {
    const today = new Date(context.clock.now()).toISOString().slice(0, 10);
    let after: string | undefined;
    for (;;) {
      const page: ExpiringContact[] = await contactsToExpire(context.database.prisma, today, pageSize, after);
      const events = page.flatMap((contact) => eventOf(context, contact, today));
      if (events.length > 0) await context.intake.store(events);
      after = page.at(-1)?.contactId;
      if (page.length < pageSize) return;
    }
  },
});

function eventOf({ accounts, keys, clock }: JobContext, contact: ExpiringContact, today: string): IncomingEvent[] {
  const account = accounts.byId(contact.channelId);
  if (!account) return [];
  const userId = keys.sealer.open(contact.userSealed);
  const at = clock.now();
  return [
    {
      channelId: account.id,
      platform: account.platform,
      trace: `expire-${today}`,
      userId,
      event: {
        kind: 'time-passed',
        key: `time-passed:${contact.contactId}:${today}`,
        accountId: account.accountId,
        userId,
        at,
        opensWindow: false,
      },
    },
  ];
}
