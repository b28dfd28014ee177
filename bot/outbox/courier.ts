/**
 * Carrying one message to its platform: window, rate, token, rendering, sending, and once more where the answer asks for it at once.
 */

import type { MessageMark } from '../../prisma/turn-writes.js';
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

/**
 * Tries once (and once more with a new token or without buttons) and says what to note. `isOurs`: it may have waited for its turn so long
 * that we no longer hold it.
 */
export async function carry(tools: CourierTools, delivery: Delivery, isOurs: () => boolean): Promise<MessageMark> {
  const way = tools.channelOf(delivery.channelId);
  // Nothing is lost: it stays queued until the account is connected again.
  if (!way) return untriedMark(delivery, null, 'no-channel');
  const { channel, account, bucket } = way;
  const tell = (outcome: Omit<Outcome, 'platform' | 'channelId'>): void =>
    tools.onOutcome(delivery, { platform: channel.platform, channelId: account.id, ...outcome });

  if (channel.typing && delivery.lane === 'live' && !bucket.paused()) await showTyping(tools, way, delivery);
  if (!(await bucket.take(delivery.lane)) || !isOurs()) return untriedMark(delivery, null, null);
  if (delivery.windowUntil === null || tools.clock.now() >= delivery.windowUntil) {
    tell({ how: 'window-closed' });
    return failedMark(delivery, 'window-closed');
  }
  const leftAt = tools.clock.now();
  const result = await send(tools, way, delivery);
  if (result.ok) {
    tell({ how: 'sent' });
    return sentMark(delivery, result.messageId, leftAt);
  }
  const pause = pauseOf(result);
  if (pause !== null) bucket.pause(pause);
  const mark = markOf(result, delivery, tools.clock.now(), tools.random);
  tell({ how: howOf(mark), code: result.code, detail: result.detail, alarm: result.alarm, ...actOf(result) });
  return mark;
}

/** How often it is worth a look whether a person has connected the account again. */
const noTokenPauseMs = 30_000;

/** Without a token, or on an account that was stopped, nothing was tried: the message waits for a person to mend it. */
function markOf(result: Failed, delivery: Delivery, now: number, random: () => number): MessageMark {
  if (result.decision === 'stop-channel') return untriedMark(delivery, null, result.code);
  if (result === noToken) return untriedMark(delivery, now + noTokenPauseMs, result.code);
  return errorMark(delivery, result, now, random);
}

const howOf = (mark: MessageMark): string => (mark.status === 'queued' ? 'retried' : mark.status);

function actOf({ decision }: Failed): Pick<Outcome, 'act'> {
  return decision === 'close-window' || decision === 'stop-contact' || decision === 'stop-channel'
    ? { act: decision }
    : {};
}

/** How far a message has come: what was accepted is not sent again when the rest is tried once more. */
interface Progress {
  accessToken: string;
  plain: boolean;
  /** Requests of this message that were accepted so far. */
  accepted: number;
}

/** Once more with a new token, once more without buttons: two ways to mend, so three tries in all. */
const mostTries = 3;

async function send(tools: CourierTools, way: Way, delivery: Delivery): Promise<SendResult> {
  const accessToken = await tools.tokens.current(way.channel, way.account).catch(() => null);
  if (!accessToken) return noToken;
  let progress: Progress = { accessToken, plain: false, accepted: 0 };
  for (let tries = 1; ; tries += 1) {
    const result = await sendRest(tools, way, delivery, progress);
    if (result.ok) return result;
    const mended = result.certain && tries < mostTries ? await mend(tools, way, progress, result) : null;
    if (!mended && isForToken(result) && progress.accepted === 0) return noToken;
    // What was accepted makes the whole uncertain: sending it all again would say its beginning twice.
    if (!mended) return progress.accepted > 0 ? { ...result, certain: false } : result;
    progress = mended;
  }
}

/** The token was refused and there is no better one: as good as none. */
const isForToken = ({ certain, decision }: Failed): boolean => certain && decision === 'refresh-token';

/** What the platform's refusal asks to change at once, or null. */
async function mend(tools: CourierTools, way: Way, progress: Progress, refusal: Failed): Promise<Progress | null> {
  if (refusal.decision === 'plain') return progress.plain ? null : { ...progress, plain: true };
  if (refusal.decision !== 'refresh-token') return null;
  const accessToken = await tools.tokens.renew(way.channel, way.account, progress.accessToken).catch(() => null);
  return accessToken === null ? null : { ...progress, accessToken };
}

/** The alarm is raised where the refresh fails (tokens.ts): once for the account, not for every message. */
const noToken: Failed = {
  ok: false,
  code: 'no-token',
  decision: 'retry',
  alarm: false,
  certain: true,
  detail: 'there is no living access token: connect the account again',
};

/** Sends the requests that were not accepted yet, in order, and counts those that are. */
async function sendRest(tools: CourierTools, way: Way, delivery: Delivery, progress: Progress): Promise<SendResult> {
  const { channel, account } = way;
  const context = { http: tools.http, account, accessToken: progress.accessToken };
  let last: SendResult = { ok: true, messageId: `empty-${delivery.id}` };
  for (const rendered of render(tools, way, delivery, progress.plain).slice(progress.accepted)) {
    last = await channel.send(context, delivery.userId, rendered);
    if (!last.ok) return last;
    progress.accepted += 1;
  }
  return last;
}

function render(tools: CourierTools, { channel, account }: Way, delivery: Delivery, plain: boolean): Rendered[] {
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
