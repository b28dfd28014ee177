/** One question back. Nothing is lost: the answer stays until it is replaced, and what follows is not asked again in vain. */
import { answerOf } from '../conditions.js';
import { ask } from './ask.js';
import { describe } from './describe.js';
import { note, type Turn, waitAt } from './turn.js';

export function back(turn: Turn): void {
  const { session, flow } = turn;
  const id = session.path.pop();
  const step = id === undefined ? undefined : flow.steps.get(id);
  const given = step && answerOf(session.answers, step.id);
  if (!step || !given) {
    note(turn, 'first-question');
    return ask(turn);
  }
  waitAt(turn, step.id);
  note(turn, 'went-back', { answer: describe(turn, step, given) });
  ask(turn);
}
