/** An input to the present question: kept and walked on, or a hint and the question again. */
import type { AnswerValue, Input } from '../contract.js';
import { maxTries } from '../limits.js';
import type { Reading } from '../node-type.js';
import { ask } from './ask.js';
import type { Step } from './compile.js';
import { finish } from './finish.js';
import { nextOf } from './follow.js';
import { read } from './read.js';
import { record } from './record.js';
import { forgetTries, note, say, type Turn, word } from './turn.js';
import { walk } from './walk.js';

export function answer(turn: Turn, step: Step, input: Exclude<Input, { type: 'tap' | 'command' }>): void {
  take(turn, step, read(turn, step, input), input.type === 'text' ? '' : word(turn, 'unsuitable'));
}

/** Acts on what an input was read as. `but`: what to say before a hint. */
export function take(turn: Turn, step: Step, reading: Reading, but = ''): void {
  switch (reading.kind) {
    case 'answer':
      return accept(turn, step, reading.value);
    case 'more':
      turn.session.picked = reading.picked;
      turn.session.tries = 0;
      return ask(turn);
    case 'either':
      return again(turn, step, word(turn, 'which', namesOf(turn, reading)));
    case 'hint':
      return again(turn, step, `${but} ${word(turn, reading.key, reading.values)}`.trim());
  }
}

const namesOf = ({ session }: Turn, { first, second }: Extract<Reading, { kind: 'either' }>) => ({
  first: first[session.language],
  second: second[session.language],
});

/** The answer stands: go on from there. */
export function accept(turn: Turn, step: Step, value: AnswerValue): void {
  forgetTries(turn.session);
  record(turn, step, value);
  walk(turn, nextOf(step, turn.session.answers));
}

function again(turn: Turn, step: Step, hint: string): void {
  turn.session.tries += 1;
  if (turn.session.tries >= maxTries) return giveUp(turn, step);
  turn.lines.push(hint);
  ask(turn);
}

/** Nobody is asked the same thing for ever. */
function giveUp(turn: Turn, step: Step): void {
  turn.lines = [];
  switch (step.node.afterTries ?? (step.node.optional ? 'skip' : 'person')) {
    case 'skip':
      note(turn, 'skipped-after-tries');
      return accept(turn, step, { kind: 'skipped' });
    case 'stop':
      note(turn, 'stopped-after-tries');
      return finish(turn, 'stopped');
    default:
      forgetTries(turn.session);
      turn.events.push({ type: 'person-requested', reason: 'not-understood' });
      return say(turn, word(turn, 'person-after-tries'));
  }
}
