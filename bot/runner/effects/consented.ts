import { createHash } from 'node:crypto';
import type { EffectOf } from '../turn.js';

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
  if (event.purpose === participation) turn.contact.consented = event.given;
  turn.counts.push(event.given ? 'consent-given' : 'consent-refused');
};
