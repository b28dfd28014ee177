/**
 * A play written down: what a person did, turn by turn, and what happened. The same file is a record of a play in the terminal and a
 * fixture of the tests, and an official can read it.
 */
import { readCommand } from '../commands.js';
import type { FlowDocument, FlowEvent, FlowRevision, Input, Language, Session, Step } from '../contract.js';
import type { Engine } from '../engine.js';

/** What a person does: a text as typed, or anything else in short. */
export type Move =
  | string
  | { tap: string; of: string }
  | { photo: string[] }
  | { location: [number, number] }
  | { phone: string }
  | { other: string }
  /** What time brings. */
  | { after: 'a day' | 'too long' };

export interface Turn {
  does: Move | 'begins';
  events: FlowEvent[];
}

export interface Play {
  /** What it shows, in a sentence. */
  about: string;
  flow: string | FlowDocument;
  language: Language;
  turns: Turn[];
}

/** Plays begin on a Sunday morning in Vietnam, and a person takes a minute to answer. */
export const beginning = Date.UTC(2026, 10, 22, 1, 0, 0);
const minute = 60_000;

export function inputOf(move: Exclude<Move, { after: string }>): Input {
  if (typeof move === 'string') return typed(move);
  if ('tap' in move) return { type: 'tap', node: move.of, option: move.tap };
  if ('photo' in move) return { type: 'photo', urls: move.photo };
  if ('location' in move) return { type: 'location', latitude: move.location[0], longitude: move.location[1] };
  if ('phone' in move) return { type: 'phone', phone: move.phone };
  return { type: 'other', kind: move.other };
}

function typed(text: string): Input {
  const command = readCommand(text);
  return command ? { type: 'command', command, text } : { type: 'text', text };
}

/** Plays the moves; every session goes through JSON, as it does between two messages in real life. */
export function replay(engine: Engine, flow: FlowRevision, language: Language, moves: Turn['does'][]): Turn[] {
  let session: Session | undefined;
  return moves.map((does, index) => {
    const step = move(engine, flow, session, does, { language, at: beginning + index * minute });
    session = JSON.parse(JSON.stringify(step.session)) as Session;
    return { does, events: step.events };
  });
}

function move(
  engine: Engine,
  flow: FlowRevision,
  session: Session | undefined,
  does: Turn['does'],
  { language, at }: { language: Language; at: number },
): Step {
  if (!session || does === 'begins') return engine.start(flow, { id: 'abcd1234', language, at });
  if (typeof does === 'object' && 'after' in does) {
    return does.after === 'a day' ? engine.takeUp(flow, session, at) : engine.expire(flow, session, at);
  }
  return engine.resume(flow, session, inputOf(does), at);
}
