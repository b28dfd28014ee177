import { createHash } from 'node:crypto';
import { letGo } from '../let-go.js';
import type { EffectOf, Turn } from '../turn.js';

/** The purpose without which nobody is asked anything (flows/dialogs/consent.ts). */
export const participation = 'participation';

/** Consent is kept with the exact text that was shown, given or refused. */
export const consented: EffectOf<'consented'> = (turn, event, session) => {
  turn.writes.consents.push({
    contactId: turn.contact.id,
    purpose: event.purpose,
    given: event.given,
    textVersion: createHash('sha256').update(event.text).digest('hex'),
    language: session.language,
    text: event.text,
    at: turn.tools.now,
  });
  if (event.purpose === participation) {
    turn.contact.consented = event.given;
    if (!event.given) letOthersGo(turn, session.id);
  }
  turn.counts.push(event.given ? 'consent-given' : 'consent-refused');
};

/** Whoever takes their consent back is asked nothing more, in no survey they had put aside either. */
function letOthersGo(turn: Turn, sessionId: string): void {
  for (const session of turn.conversation.sessions) if (session.id !== sessionId) letGo(turn, session);
}
