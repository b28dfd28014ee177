/**
 * One event of a turn: what a person put in goes to the flows, everything else (receipts, echoes, farewells …) is noted.
 */
import { randomUUID } from 'node:crypto';
import { eventKey } from '../../prisma/inbox.js';
import { platformKey } from '../../prisma/platform-key.js';
import type { ClaimedEvent } from '../../prisma/turn-claim.js';
import type { ChannelEvent } from '../channels/contract.js';
import { presentSession } from './conversation.js';
import { letGo } from './let-go.js';
import { endOldSessions, routeInput } from './route.js';
import { type Turn, turnEvent } from './turn.js';

type Of<Kind extends ChannelEvent['kind']> = Extract<ChannelEvent, { kind: Kind }>;
const hour = 3_600_000;

export function handleEvent(turn: Turn, claimed: ClaimedEvent): void {
  const event = turnEvent(turn, claimed);
  turn.trace = claimed.trace;
  turn.userId = event.userId ?? turn.userId;
  turn.counts.push(`event-${event.kind}`);
  if (event.opensWindow) openWindow(turn, claimed.sentAt);
  handlers[event.kind]?.(turn, event, claimed);
}

/** Never later than our own clock allows, and a late redelivery does not shorten what a newer event opened. */
function openWindow(turn: Turn, sentAt: number): void {
  const until = sentAt + turn.facts.windowHours * hour;
  turn.contact.windowUntil = Math.max(turn.contact.windowUntil ?? 0, until);
  turn.contact.reach = 'reachable';
}

type Handler = (turn: Turn, event: ChannelEvent, claimed: ClaimedEvent) => void;

/** What has no line here is kept in the inbox and needs no act of ours. */
const handlers: Partial<Record<ChannelEvent['kind'], Handler>> = {
  text: routeInput,
  tap: routeInput,
  photo: routeInput,
  location: routeInput,
  attachment: routeInput,
  opened: routeInput,
  'shared-info': routeInput,
  left: (turn) => {
    turn.contact.reach = 'left';
  },
  delivered: (turn, event) => noteReceipt(turn, event as Of<'delivered'>),
  read: (turn, event) => noteReceipt(turn, event as Of<'read'>),
  echoed: (turn, event, claimed) => noteEcho(turn, event as Of<'echoed'>, claimed.sentAt),
  deleted: (turn, event) => forgetMessage(turn, event as Of<'deleted'>),
  withdrawn: (turn) => withdraw(turn),
  'time-passed': (turn) => timePassed(turn),
};

function noteReceipt(turn: Turn, event: Of<'delivered'> | Of<'read'>): void {
  for (const id of event.messageIds) {
    turn.writes.receipts.push({ platformKey: platformKey(turn.facts.id, id), how: event.kind, at: event.at });
  }
  if (event.messageIds.length === 0 && event.watermark) {
    turn.writes.readUpTo.push({ contactId: turn.contact.id, how: event.kind, at: event.watermark });
  }
}

/** Our own message coming back proves that it arrived; somebody else's means that a human being has taken the floor. */
function noteEcho(turn: Turn, event: Of<'echoed'>, sentAt: number): void {
  if (event.byPerson) {
    turn.personWroteAt = sentAt;
    turn.counts.push('person-wrote');
  } else if (event.metadata && /^\d{1,18}$/.test(event.metadata)) {
    turn.writes.echoes.push({
      contactId: turn.contact.id,
      messageId: event.metadata,
      platformKey: platformKey(turn.facts.id, event.messageId),
      at: sentAt,
    });
  }
}

/** What one message may have become: channels name their events `<what>:<message id>`, or by the message id alone. */
const partsOfMessage = ['text', 'tap', 'photo', 'location', 'shared-info', 'audio', 'video', 'file', 'sticker', 'link'];

/** What a person deletes on their side, we do not keep either; that there was a message stays. */
function forgetMessage(turn: Turn, event: Of<'deleted'>): void {
  const { platform, accountId } = turn.facts;
  const emptied: ChannelEvent = { ...event, kind: 'deleted' };
  const emptySealed = turn.tools.keys.sealer.seal(JSON.stringify(emptied));
  for (const key of [event.messageId, ...partsOfMessage.map((part) => `${part}:${event.messageId}`)])
    turn.writes.forgotten.push({ key: eventKey(platform, accountId, key), emptySealed });
}

/** Consent withdrawn through the platform: nothing goes on, and the wish to be forgotten is kept for those who carry it out. */
function withdraw(turn: Turn): void {
  turn.contact.consented = false;
  turn.contact.optedOutAt ??= turn.tools.now;
  turn.writes.erasures.push({
    code: turn.tools.names.code(),
    source: 'platform-event',
    platform: turn.facts.platform,
    contactId: turn.contact.id,
    at: turn.tools.now,
  });
  for (const session of turn.conversation.sessions) letGo(turn, session);
  turn.counts.push('erasure-requested');
}

/** Whoever can't be written to any more is not said goodbye to. */
function timePassed(turn: Turn): void {
  const waiting = presentSession(turn.conversation);
  const spoken = turn.spoken.length;
  endOldSessions(turn);
  if (!waiting || (turn.contact.windowUntil ?? 0) <= turn.tools.now) turn.spoken.length = spoken;
}

/** Random names that tests replace by known ones. */
export const randomNames = {
  session: (): string => randomUUID().replaceAll('-', '').slice(0, 8),
  response: (): string => randomUUID(),
  /** Easy to read out on the phone: no 0/O, 1/I. */
  code: (): string =>
    [...randomUUID().replaceAll('-', '').slice(0, 10)]
      .map((hex) => 'ABCDEFGHJKLMNPQR'[Number.parseInt(hex, 16)])
      .join(''),
};
