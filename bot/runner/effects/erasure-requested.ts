import { type EffectOf, sayPhrase } from '../turn.js';

/** The wish to be forgotten is kept with a code the person can ask about. */
export const erasureRequested: EffectOf<'erasure-requested'> = (turn) => {
  const code = turn.tools.names.code();
  turn.writes.erasures.push({
    code,
    source: 'chat',
    platform: turn.facts.platform,
    contactId: turn.contact.id,
    at: turn.tools.now,
  });
  sayPhrase(turn, 'erasure.received', { code });
  turn.counts.push('erasure-requested');
};
