/** The engine's limits, each with its reason. */

/** Failed tries at one question before its `afterTries` applies. */
export const maxTries = 3;

/** Longest text that is compared with options, numbers, dates …; longer ones are no such answer, and folding them would cost time. */
export const maxTypedLength = 200;

/** Longest free text that is kept: a chat message on either platform (2,000 characters, facts of 2026-11-22). */
export const maxTextLength = 2000;

/**
 * Fewest tappable options that every channel shows as buttons: Zalo's five (2026-11-22). "Skip", "don't know" and "rather not say"
 * are named in the text instead when they would push a question over it and so turn all its buttons into a typed list.
 */
export const buttonsEverywhere = 5;

/** Options of one question: beyond it nobody finds theirs in a numbered list on a phone. */
export const maxOptions = 40;

/** Room that a question's text leaves for progress, an acknowledgement or a hint in the same message, in characters. */
export const roomForHints = 240;

/** Photos kept of one answer. */
export const maxPhotos = 10;
