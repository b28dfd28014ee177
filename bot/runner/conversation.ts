/**
 * Where a conversation stands: the flow session that is going on and those that were put aside. Kept sealed, as one JSON, in `session`.
 */
import type { Session } from '../../flows/contract.js';

export interface Conversation {
  /** The first one is going on; the others were put aside and can be taken up again. */
  sessions: Session[];
  /** Response id by session id, for surveys. */
  responses: Record<string, string>;
  /** What the person came for, to be done once greeting and consent are over. */
  intent?: string;
  /** Has the first message been said? */
  greeted: boolean;
}

/** A survey, and a dialog over it, with room to spare: what was put aside longest is let go. */
const mostSessions = 4;

export const newConversation = (): Conversation => ({ sessions: [], responses: {}, greeted: false });

export function readConversation(json: string | null): Conversation {
  return json === null ? newConversation() : (JSON.parse(json) as Conversation);
}

export const presentSession = (conversation: Conversation): Session | null => conversation.sessions[0] ?? null;

export const findSession = (conversation: Conversation, id: string): Session | null =>
  conversation.sessions.find((session) => session.id === id) ?? null;

/** Puts a session in front. Returns those that no longer fit. */
export function bringToFront(conversation: Conversation, session: Session): Session[] {
  const others = conversation.sessions.filter((other) => other.id !== session.id);
  conversation.sessions = [session, ...others];
  return conversation.sessions.splice(mostSessions);
}

/** Takes a session out: it has ended. */
export function putAway(conversation: Conversation, session: Session): void {
  conversation.sessions = conversation.sessions.filter((other) => other.id !== session.id);
  delete conversation.responses[session.id];
}

/** Stores the session's new state where the old one was. */
export function replaceSession(conversation: Conversation, session: Session): void {
  conversation.sessions = conversation.sessions.map((other) => (other.id === session.id ? session : other));
}
