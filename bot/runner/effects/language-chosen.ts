import type { EffectOf } from '../turn.js';

/** A language holds for everything that is said from now on, also for what was put aside. */
export const languageChosen: EffectOf<'language-chosen'> = (turn, event) => {
  turn.language = event.language;
  turn.contact.language = event.language;
  for (const session of turn.conversation.sessions) session.language = event.language;
};
