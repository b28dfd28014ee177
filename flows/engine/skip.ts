/** Leaves the present question out, where that is allowed; a question gone back to may also be left as it was answered. */
import { answerOf } from '../conditions.js';
import { accept } from './answer.js';
import { ask } from './ask.js';
import type { Step } from './compile.js';
import { note, type Turn, word } from './turn.js';

export function skip(turn: Turn, step: Step): void {
  const given = answerOf(turn.session.answers, step.id);
  if (step.node.optional) return accept(turn, step, { kind: 'skipped' });
  if (given) return accept(turn, step, given);
  note(turn, 'cannot-skip');
  const ways = step.escapes.map(({ label }) => `“${word(turn, label)}”`);
  if (ways.length > 0) note(turn, 'or-type', { ways: ways.join(', ') });
  ask(turn);
}
