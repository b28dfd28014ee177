import type { Session } from '../../../flows/contract.js';
import type { Turn } from '../turn.js';

/** Notes the response's present state; a turn that starts and ends a survey writes it once. */
export function writeResponse(turn: Turn, session: Session, state: string): void {
  const id = turn.conversation.responses[session.id];
  if (!id) return;
  const row = {
    id,
    contactId: turn.contact.id,
    surveyId: session.flow,
    revision: session.revision,
    channelId: turn.facts.id,
    language: session.language,
    state,
    startedAt: session.startedAt,
    endedAt: state === 'open' ? null : turn.tools.now,
  };
  const others = turn.writes.responses.filter((other) => other.id !== id);
  turn.writes.responses = [...others, row];
}
