/**
 * One contact's turn: its unhandled events in order, each routed to the flow engine, each outcome turned into rows to write. Nothing here
 * waits or writes: a turn is decided in memory, and what it decided is committed with its group.
 */

import type { FlowEvent, FlowRevision, Language, Phrase, Session } from '../../flows/contract.js';
import type { Engine } from '../../flows/engine.js';
import type { Keys } from '../../prisma/keyring.js';
import type { ClaimedContact, ClaimedEvent } from '../../prisma/turn-claim.js';
import type { TurnWrites } from '../../prisma/turn-writes.js';
import type { ChannelEvent, OutMessage } from '../channels/contract.js';
import type { Conversation } from './conversation.js';

/** The published flows a turn may run; looked up without waiting (see flow-shelf.ts). */
export interface Flows {
  /** The revision that somebody new begins, or null. */
  current: (id: string) => FlowRevision | null;
  /** The revision somebody is on, or null when it is gone. */
  revision: (id: string, revision: number) => FlowRevision | null;
  /** A dialog made on the spot from the published surveys. */
  pickSurvey: () => FlowRevision;
}

/** Everything a turn needs from outside; the same for all turns of a group. */
export interface TurnTools {
  engine: Engine;
  flows: Flows;
  keys: Keys;
  phrase: Phrase;
  /** ms since 1970, the same for the whole group. */
  now: number;
  /** Random names: sessions (8 characters), responses (UUID), erasure codes. */
  names: { session: () => string; response: () => string; code: () => string };
  channel: (id: number) => ChannelFacts | null;
}

export interface ChannelFacts {
  id: number;
  platform: string;
  accountId: string;
  windowHours: number;
}

export interface SpokenMessage {
  message: OutMessage;
  trace: string;
  language: Language;
}

export interface Turn {
  tools: TurnTools;
  contact: ClaimedContact;
  facts: ChannelFacts;
  conversation: Conversation;
  writes: TurnWrites;
  /** What is said to the person, in order. */
  spoken: SpokenMessage[];
  language: Language;
  /** The platform's id of the person, as the events say. */
  userId: string;
  personWroteAt: number | null;
  /** Sessions that something happened in during the event being handled. */
  played: Set<string>;
  /** Where the flow said to go on. */
  next: { flow: string; resume: boolean } | null;
  /** Of the event being handled. */
  trace: string;
  /** Kinds of events and outcomes, for the counters. */
  counts: string[];
}

export const turnEvent = (turn: Pick<Turn, 'tools'>, event: ClaimedEvent): ChannelEvent =>
  JSON.parse(turn.tools.keys.sealer.open(event.eventSealed)) as ChannelEvent;

export function beginTurn(
  tools: TurnTools,
  contact: ClaimedContact,
  conversation: Conversation,
  facts: ChannelFacts,
  writes: TurnWrites,
): Turn {
  return {
    tools,
    contact: { ...contact },
    facts,
    conversation,
    writes,
    spoken: [],
    language: contact.language === 'en' ? 'en' : 'vi',
    userId: '',
    personWroteAt: null,
    played: new Set(),
    next: null,
    trace: contact.events[0]?.trace ?? '',
    counts: [],
  };
}

/** Says one of the bot's own phrases, outside any flow. */
export function sayPhrase(turn: Turn, key: string, values?: Record<string, string | number>): void {
  turn.spoken.push({
    message: { text: turn.tools.phrase(turn.language, key, values) },
    trace: turn.trace,
    language: turn.language,
  });
}

export type EffectOf<Type extends FlowEvent['type']> = (
  turn: Turn,
  event: Extract<FlowEvent, { type: Type }>,
  session: Session,
  flow: FlowRevision,
) => void;
