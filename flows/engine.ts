/**
 * Plays flows. Pure: a session and an input go in, the next session and what happened come out; the caller keeps the one and acts on
 * the other. What was passed in is never changed, and for a flow that passed `checkFlow` nothing here throws, whatever a person sends.
 */
import type { AnswerValue, FlowRevision, Input, Language, Phrase, Session, Step } from './contract.js';
import { answer } from './engine/answer.js';
import { ask, progressOf } from './engine/ask.js';
import { settleChange } from './engine/change.js';
import { type CompiledFlow, compile, type NodeTypes } from './engine/compile.js';
import { finish } from './engine/finish.js';
import { obey } from './engine/obey.js';
import { fitting, restart } from './engine/restart.js';
import { tap } from './engine/tap.js';
import { closeTurn, note, openTurn, presentStep, type Turn } from './engine/turn.js';
import { walk } from './engine/walk.js';

export interface Given {
  id: string;
  language: Language;
  at: number;
  /** Answers known before: their questions are passed. */
  answers?: Record<string, AnswerValue>;
}

export interface Engine {
  start(flow: FlowRevision, given: Given): Step;
  /** Handles what a person put in. */
  resume(flow: FlowRevision, session: Session, input: Input, at: number): Step;
  /** Welcomes a person back to a session that was left waiting. */
  takeUp(flow: FlowRevision, session: Session, at: number): Step;
  expire(flow: FlowRevision, session: Session, at: number): Step;
}

export function createEngine({ nodeTypes, phrase }: { nodeTypes: NodeTypes; phrase: Phrase }): Engine {
  const compiled = new WeakMap<FlowRevision, CompiledFlow>();
  const ready = (flow: FlowRevision): CompiledFlow => {
    const known = compiled.get(flow) ?? compile(flow, nodeTypes);
    compiled.set(flow, known);
    return known;
  };
  const turnOf = (flow: FlowRevision, session: Session, at: number) => openTurn(ready(flow), session, at, phrase);

  return {
    start(flow, given) {
      const turn = turnOf(flow, newSession(flow, given), given.at);
      turn.session.answers = fitting(turn.flow, turn.session.answers);
      turn.events.push({ type: 'started' });
      walk(turn, flow.start);
      return closeTurn(turn);
    },
    resume(flow, session, input, at) {
      const turn = turnOf(flow, session, at);
      if (session.state === 'waiting') handle(turn, input);
      return closeTurn(turn);
    },
    takeUp(flow, session, at) {
      const turn = turnOf(flow, session, at);
      if (session.state === 'waiting') welcomeBack(turn);
      return closeTurn(turn);
    },
    expire(flow, session, at) {
      const turn = turnOf(flow, session, at);
      if (session.state !== 'waiting') return closeTurn(turn);
      if (flow.kind === 'survey') note(turn, 'expired');
      finish(turn, 'expired');
      return closeTurn(turn);
    },
  };
}

function newSession(flow: FlowRevision, { id, language, at, answers = {} }: Given): Session {
  return {
    id,
    flow: flow.id,
    revision: flow.revision,
    language,
    state: 'waiting',
    at: null,
    tries: 0,
    answers,
    path: [],
    early: {},
    startedAt: at,
    waitingSince: at,
  };
}

function handle(turn: Turn, input: Input): void {
  const step = presentStep(turn);
  if (!step) return restart(turn);
  turn.session.waitingSince = turn.at;
  if (input.type === 'tap') return tap(turn, step, input);
  if (input.type === 'command') return obey(turn, step, input);
  if (!settleChange(turn, input)) answer(turn, step, input);
}

function welcomeBack(turn: Turn): void {
  const step = presentStep(turn);
  if (!step) return restart(turn);
  turn.session.waitingSince = turn.at;
  const { position, total } = progressOf(turn, step);
  if (turn.flow.flow.kind === 'survey' && total > 1) note(turn, 'welcome-back', { position, total });
  else note(turn, 'welcome-back-plain');
  ask(turn, { progress: false });
}
