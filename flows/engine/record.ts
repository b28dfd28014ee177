/** Keeps an answer: in the session, on the path, and as an event. */
import { answerOf } from '../conditions.js';
import type { AnswerValue } from '../contract.js';
import type { Step } from './compile.js';
import { follow } from './follow.js';
import { type Turn, viewOf } from './turn.js';

export function record(turn: Turn, step: Step, value: AnswerValue): void {
  const { session } = turn;
  const previous = answerOf(session.answers, step.id);
  if (previous) turn.shown = shownSoFar(turn);
  const place = session.path.indexOf(step.id);
  if (place >= 0) session.path.splice(place);
  session.path.push(step.id);
  put(turn, step, value, session.path.length);
}

/** Corrects an answer that lies ahead: the person went back and is not past its question again. It keeps its place. */
export function correctAhead(turn: Turn, step: Step, value: AnswerValue): void {
  const { flow, session } = turn;
  const questions = follow(flow, flow.flow.start, session.answers, []).passed.filter(({ type }) => type.waits);
  put(turn, step, value, questions.indexOf(step) + 1 || session.path.length + 1);
}

function put(turn: Turn, { id, node, type }: Step, value: AnswerValue, position: number): void {
  const { answers } = turn.session;
  const previous = answerOf(answers, id);
  answers[id] = value;
  if (previous && same(previous, value)) return;
  const sensitive = type.personal === true || node.sensitive === true;
  const changed = previous !== undefined;
  turn.events.push({ type: 'answered', node: id, nodeType: type.type, value, position, sensitive, changed });
  turn.events.push(...(type.consequences?.(node, value, viewOf(turn)) ?? []));
}

/** Messages on the way that the person has already read; the end of a flow is said anew. */
export function shownSoFar({ flow, session }: Turn): Set<string> {
  const { passed } = follow(flow, flow.flow.start, session.answers, []);
  return new Set(passed.filter(({ type }) => !type.waits && !type.ends).map(({ id }) => id));
}

/** Are two answers the same? Values are built in one place each, so their fields stand in the same order. */
export function same(one: AnswerValue, other: AnswerValue): boolean {
  return one.kind === other.kind && JSON.stringify(one) === JSON.stringify(other);
}
