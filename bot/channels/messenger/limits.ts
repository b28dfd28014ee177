/**
 * What Meta allows, each with the page of the Messenger Platform documentation, the page's date, and how sure we are: "sure" = in the
 * official text; "probable" = official text at second hand, or one good source. Lengths count code points after NFC.
 */
export const limits = {
  /** Text of one message. Send messages, 2026-05-05, sure. */
  text: 2000,
  /** Quick replies under one message. Quick replies, 2026-04-22, sure. */
  quickReplies: 13,
  /** Title of a quick reply. Same page, sure; whether a longer one is cut or refused depends on the version, so we cut it ourselves. */
  quickReplyTitle: 20,
  /** Payload of a quick reply. Same page, sure. */
  payload: 1000,
  /** Greeting of a new conversation. Messenger Profile, 2026-03-18, probable. */
  greeting: 160,
  /** Questions offered before the first message, and the length of one. Ice breakers, 2026-04-22: number sure, length not documented. */
  iceBreakers: 4,
  iceBreaker: 80,
  /** Entries of the persistent menu, flat. Persistent menu, 2026-04-22, sure. */
  menuItems: 20,
  /** Title of a menu entry. Same page, probable. */
  menuTitle: 30,
  /** Hours after the person's last act in which a reply is free. Messenger Platform policy, 2026-09-28, sure. */
  windowHours: 24,
  /** Text messages a Page may send in a second. Rate limiting, 2026-03-23, probable. */
  sendsPerSecond: 300,
} as const;
