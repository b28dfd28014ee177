/**
 * From a decided turn to its rows: the contact as it now is, the conversation, and what is said.
 */
import type { MessageWrite } from '../../prisma/turn-writes.js';
import { presentSession } from './conversation.js';
import { expiryOf } from './play.js';
import type { Turn } from './turn.js';

export function finishTurn(turn: Turn): void {
  const { contact, writes, tools, conversation } = turn;
  writes.handled.push(...contact.events.map((event) => event.id));
  if (contact.userSealed === null) {
    writes.newcomers.push({ contactId: contact.id, userSealed: tools.keys.sealer.seal(turn.userId) });
  }
  writes.contacts.push({
    id: contact.id,
    language: contact.language ?? turn.language,
    windowUntil: contact.windowUntil,
    reach: contact.reach,
    consented: contact.consented,
    optedOutAt: contact.optedOutAt,
    personWroteAt: turn.personWroteAt,
    stateSealed: tools.keys.sealer.seal(JSON.stringify(conversation)),
    flow: presentSession(conversation)?.flow ?? null,
    expiresAt: firstExpiry(turn),
  });
  turn.spoken.forEach((spoken, part) => void writes.messages.push(messageOf(turn, spoken, part)));
}

/** With nothing left to expire, only the look that found nothing takes the day away (prisma/turn-writes.ts says why). */
function firstExpiry(turn: Turn): number | null {
  const { sessions } = turn.conversation;
  if (sessions.length > 0) return Math.min(...sessions.map((session) => expiryOf(turn, session)));
  return turn.contact.events.some((event) => event.kind === 'time-passed') ? Number.POSITIVE_INFINITY : null;
}

/** Sent at once by the process that decided it, unless something earlier to this person is still on its way elsewhere. */
function messageOf(turn: Turn, spoken: Turn['spoken'][number], part: number): MessageWrite {
  return {
    contactId: turn.contact.id,
    channelId: turn.facts.id,
    lane: 'live',
    part,
    trace: spoken.trace,
    bodySealed: turn.tools.keys.sealer.seal(JSON.stringify(spoken.message)),
    language: spoken.language,
    status: turn.contact.behind ? 'queued' : 'sending',
  };
}
