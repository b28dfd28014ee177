/** One call of the engine while it is being worked out: a copy of the session that may be written to, and what has happened so far. */
import type { FlowEvent, Option, Phrase, Step as Result, Said, Session } from '../contract.js';
import type { View } from '../node-type.js';
import type { CompiledFlow, Step } from './compile.js';

export interface Turn {
  flow: CompiledFlow;
  session: Session;
  events: FlowEvent[];
  /** Words to put before the next thing that is said: every message costs, so they travel together. */
  lines: string[];
  /** Steps that were already shown on the way so far and are not said again when the way is walked anew. */
  shown: ReadonlySet<string>;
  /** The flow to go on with: the last thing that happens. */
  jump?: FlowEvent;
  at: number;
  phrase: Phrase;
}

const nothing: ReadonlySet<string> = new Set();

export function openTurn(flow: CompiledFlow, session: Session, at: number, phrase: Phrase): Turn {
  const { answers, path, early } = session;
  const copy = { ...session, answers: { ...answers }, path: [...path], early: { ...early } };
  return { flow, session: copy, events: [], lines: [], shown: nothing, at, phrase };
}

/** What is still to be said is said, so that no line is lost. */
export function closeTurn(turn: Turn): Result {
  if (turn.lines.length > 0) say(turn, '');
  return { session: turn.session, events: turn.events };
}

export function word(turn: Turn, key: string, values?: Record<string, string | number>): string {
  return turn.phrase(turn.session.language, key, values);
}

/** Puts a line of ours before what is said next. */
export function note(turn: Turn, key: string, values?: Record<string, string | number>): void {
  turn.lines.push(word(turn, key, values));
}

/** Says a text with the lines that wait for it, as one message. */
export function say(turn: Turn, text: string, options: Option[] = [], wants?: Said['wants']): void {
  const whole = [...turn.lines, text].filter((part) => part !== '').join('\n\n');
  turn.lines = [];
  if (whole === '') return;
  turn.events.push({ type: 'said', text: whole, ...(options.length > 0 && { options }), ...(wants && { wants }) });
}

export function viewOf({ session, phrase }: Turn): View {
  return { language: session.language, phrase, picked: session.picked ?? [] };
}

/** The step that the session waits at, or undefined when the stored position no longer resolves. */
export function presentStep({ flow, session }: Turn): Step | undefined {
  const step = session.at === null ? undefined : flow.steps.get(session.at);
  return step?.type.waits ? step : undefined;
}

/** Waits at this step. Asking the same question again forgets neither the tries nor what was picked. */
export function waitAt({ session, at }: Turn, id: string): void {
  session.waitingSince = at;
  if (session.at === id) return;
  session.at = id;
  forgetTries(session);
}

export function forgetTries(session: Session): void {
  session.tries = 0;
  delete session.picked;
}
