/**
 * From a decided turn to its rows: the contact as it now is, the conversation, and what is said.
 */
import type { MessageWrite } from '../../prisma/turn.js';
import { presentSession } from './conversation.js';
import { expiryOf } from './play.js';
import type { Turn } from './turn.js';

export function finishTurn(turn: Turn): void {
  const { contact, writes, tools, conversation } = turn;
  writes.handled.push(...contact.events.map((event) => event.id));
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
    expiresAt:
      conversation.sessions.length > 0
        ? Math.min(...conversation.sessions.map((session) => expiryOf(turn, session)))
        : null,
  });
  turn.spoken.forEach((spoken, part) => void writes.messages.push(messageOf(turn, spoken, part)));
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
