/**
 * Carrying one message to its platform: window, rate, token, rendering, sending, and once more where the answer asks for it at once.
 */

import type { MessageMark } from '../../prisma/turn.js';
import type { Account, Channel, Http, Rendered, SendResult } from '../channels/contract.js';
import type { Delivery } from '../channels/delivery.js';
import { signTap, type TapKey } from '../channels/tap.js';
import type { TokenBucket } from './token-bucket.js';
import type { Tokens } from './tokens.js';
import { errorMark, failedMark, pauseOf, sentMark, untriedMark } from './verdict.js';

/** How a message reaches its person. */
export interface Way {
  channel: Channel;
  account: Account;
  bucket: TokenBucket;
}

export interface CourierTools {
  http: Http;
  tapKey: TapKey;
  tokens: Tokens;
  clock: { now: () => number };
  random: () => number;
  channelOf: (channelId: number) => Way | null;
  phrase: (language: string, key: string, values?: Record<string, string | number>) => string;
  onOutcome: (delivery: Delivery, outcome: Outcome) => void;
}

export interface Outcome {
  platform: string;
  channelId: number;
  /** sent · retried · failed · in-doubt · window-closed · put-back */
  how: string;
  code?: string;
  /** What must happen besides, by the channel's closed list. */
  act?: 'close-window' | 'stop-contact' | 'stop-channel';
  alarm?: boolean;
  detail?: string;
}

type Failed = SendResult & { ok: false };

/** Tries once (and once more with a new token or without buttons) and says what to note. Never throws. */
export async function carry(tools: CourierTools, delivery: Delivery): Promise<MessageMark> {
  const way = tools.channelOf(delivery.channelId);
  // Nothing is lost: it stays queued until the account is connected again.
  if (!way) return untriedMark(delivery, null, 'no-channel');
  const { channel, account, bucket } = way;
  const tell = (outcome: Omit<Outcome, 'platform' | 'channelId'>): void =>
    tools.onOutcome(delivery, { platform: channel.platform, channelId: account.id, ...outcome });

  if (channel.typing && delivery.lane === 'live') await showTyping(tools, way, delivery);
  await bucket.take(delivery.lane);
  if (delivery.windowUntil === null || tools.clock.now() >= delivery.windowUntil) {
    tell({ how: 'window-closed' });
    return failedMark(delivery, 'window-closed');
  }
  const result = await send(tools, channel, account, delivery);
  const now = tools.clock.now();
  if (result.ok) {
    tell({ how: 'sent' });
    return sentMark(delivery, result.messageId, now);
  }
  const pause = pauseOf(result);
  if (pause !== null) bucket.pause(pause);
  const mark =
    result.decision === 'stop-channel'
      ? untriedMark(delivery, null, result.code)
      : errorMark(delivery, result, now, tools.random);
  tell({ how: howOf(mark), code: result.code, detail: result.detail, alarm: result.alarm, ...actOf(result) });
  return mark;
}

const howOf = (mark: MessageMark): string => (mark.status === 'queued' ? 'retried' : mark.status);

function actOf({ decision }: Failed): Pick<Outcome, 'act'> {
  return decision === 'close-window' || decision === 'stop-contact' || decision === 'stop-channel'
    ? { act: decision }
    : {};
}

async function send(tools: CourierTools, channel: Channel, account: Account, delivery: Delivery): Promise<SendResult> {
  const token = await tools.tokens.current(channel, account).catch(() => null);
  if (!token) return noToken;
  const first = await sendRendered(tools, channel, account, token, delivery, false);
  if (first.ok || !first.certain) return first;
  if (first.decision === 'refresh-token') {
    const renewed = await tools.tokens.renew(channel, account, token).catch(() => null);
    return renewed ? sendRendered(tools, channel, account, renewed, delivery, false) : { ...first, alarm: true };
  }
  if (first.decision === 'plain') return sendRendered(tools, channel, account, token, delivery, true);
  return first;
}

const noToken: Failed = {
  ok: false,
  code: 'no-token',
  decision: 'retry',
  alarm: true,
  certain: true,
  detail: 'there is no living access token: connect the account again',
};

/** A long message takes several requests, in order. When a later one fails, what was accepted makes the whole uncertain. */
async function sendRendered(
  tools: CourierTools,
  channel: Channel,
  account: Account,
  accessToken: string,
  delivery: Delivery,
  plain: boolean,
): Promise<SendResult> {
  let last: SendResult | null = null;
  for (const [index, rendered] of render(tools, channel, account, delivery, plain).entries()) {
    last = await channel.send({ http: tools.http, account, accessToken }, delivery.userId, rendered);
    if (!last.ok) return index === 0 ? last : { ...last, certain: false };
  }
  return last ?? { ok: true, messageId: `empty-${delivery.id}` };
}

function render(
  tools: CourierTools,
  channel: Channel,
  account: Account,
  delivery: Delivery,
  plain: boolean,
): Rendered[] {
  return channel.render(
    delivery.message,
    {
      settings: account.settings,
      payload: (tap) => signTap(tools.tapKey, delivery.contactId, tap),
      reference: delivery.id,
      lane: delivery.lane as 'live' | 'bulk' | 'official',
      phrase: (key, values) => tools.phrase(delivery.language, key, values),
    },
    plain,
  );
}

/** The channel decides whether it is worth a call: always, or only where the answer has to wait. */
async function showTyping(tools: CourierTools, { channel, account, bucket }: Way, delivery: Delivery): Promise<void> {
  const accessToken = await tools.tokens.current(channel, account).catch(() => null);
  if (!accessToken) return;
  const context = { http: tools.http, account, accessToken };
  await channel.typing?.(context, delivery.userId, bucket.busy()).catch(() => undefined);
}
