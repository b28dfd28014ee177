import { createHash } from 'node:crypto';
import type { Channel, ChannelEvent } from '../../bot/channels/contract.js';
import { type IncomingEvent, isDataError } from '../../bot/inbox/intake.js';
import { settleAll } from '../../bot/inbox/settle-all.js';
import type { WebhookContext } from './index.js';

/** Stores everything a verified delivery holds: events of people in the inbox, the rest as strays. Resolves after the commit. */
export async function acceptDelivery(
  context: WebhookContext,
  channel: Channel,
  body: Buffer,
  trace: string,
): Promise<void> {
  const received = channel.receive(body, context.accounts.ofPlatform(channel.platform));
  const { platform } = channel;
  const strays: Promise<void>[] = [];
  if (received.unreadable !== undefined) {
    const key = createHash('sha256').update(body).digest('hex');
    strays.push(
      context.intake.storeStray({
        platform,
        accountId: null,
        kind: 'unreadable',
        name: received.unreadable,
        key,
        trace,
        body: body.toString('utf8'),
      }),
    );
  }
  const people: IncomingEvent[] = [];
  for (const event of received.events) {
    const account = context.accounts.byName(platform, event.accountId);
    if (account && event.userId !== null) {
      people.push({ channelId: account.id, platform, trace, userId: event.userId, event });
    } else {
      strays.push(storeStray(context, platform, event, trace, account !== null));
    }
  }
  await settleAll([...(people.length > 0 ? [context.intake.store(people)] : []), ...strays], isDataError);
  context.onEvents?.(
    platform,
    received.events.map((event) => event.kind),
    people.map((incoming) => incoming.channelId),
  );
}

/** News about the account itself, or events of an account that we do not serve. */
async function storeStray(
  context: WebhookContext,
  platform: string,
  event: ChannelEvent,
  trace: string,
  known: boolean,
): Promise<void> {
  await context.intake.storeStray({
    platform,
    accountId: event.accountId,
    kind: known ? 'account' : 'unknown-account',
    name: 'name' in event && typeof event.name === 'string' ? event.name : event.kind,
    key: event.key,
    trace,
    body: JSON.stringify(event),
  });
  if (event.kind === 'account' && event.alarm) context.onAlarm?.(platform, event.name);
  if (!known) context.onAlarm?.(platform, 'unknown-account');
}
