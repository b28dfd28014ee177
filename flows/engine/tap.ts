/**
 * Taps. A button stays on the phone for ever and webhooks overtake each other, so a tap may concern the present question, an earlier
 * one, one that has not been asked yet, or none at all. Tapping twice is the same as tapping once.
 */
import { answerOf } from '../conditions.js';
import type { AnswerValue } from '../contract.js';
import { take } from './answer.js';
import { ask } from './ask.js';
import { change, changedTo, keepAnswer, keepOption, offerChange, wantedBy } from './change.js';
import type { Step } from './compile.js';
import { readTap } from './read.js';
import { same } from './record.js';
import { note, type Turn } from './turn.js';

export function tap(turn: Turn, present: Step, { node, option }: { node: string; option: string }): void {
  const { session, flow } = turn;
  const step = flow.steps.get(node);
  const wanted = wantedBy(option);
  if (option === keepOption) return keepAnswer(turn);
  if (!step?.offers.has(wanted)) return oldButton(turn);
  const isYes = option !== wanted;
  if (isYes && session.change?.node === node && session.change.option === wanted) return change(turn, step, wanted);
  if (step === present) return tapPresent(turn, step, wanted);
  const given = answerOf(session.answers, node);
  if (given) return tapAnswered(turn, step, wanted, { given, isYes });
  return tapEarly(turn, step, wanted);
}

function oldButton(turn: Turn): void {
  note(turn, 'old-button');
  ask(turn);
}

function tapPresent(turn: Turn, step: Step, option: string): void {
  const picked = turn.session.picked ?? [];
  const reading = readTap(turn, step, option, picked);
  const isRepeated = reading.kind === 'more' && reading.picked.join() === picked.join();
  if (!isRepeated) take(turn, step, reading);
}

type Given = { given: AnswerValue; isYes: boolean };

function tapAnswered(turn: Turn, step: Step, option: string, { given, isYes }: Given): void {
  const { session } = turn;
  const value = changedTo(turn, step, option);
  if (value && !same(value, given)) return offerChange(turn, step, option, given, value);
  if (session.change?.node === step.id) return keepAnswer(turn);
  const isLatest = session.path.at(-1) === step.id;
  if (!isLatest && !isYes) ask(turn);
}

/** Kept until its question comes. */
function tapEarly(turn: Turn, step: Step, option: string): void {
  const { early } = turn.session;
  if (Object.hasOwn(early, step.id) && early[step.id] === option) return;
  early[step.id] = option;
  note(turn, 'kept-for-later');
  ask(turn);
}
