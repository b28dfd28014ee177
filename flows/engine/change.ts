/** Changing an earlier answer: offered when an old button is tapped, done only when the person says yes. */
import { answerOf } from '../conditions.js';
import type { AnswerValue, Input } from '../contract.js';
import { fold } from '../reading/fold.js';
import { ask } from './ask.js';
import type { Step } from './compile.js';
import { describe } from './describe.js';
import { nextOf } from './follow.js';
import { readTap } from './read.js';
import { correctAhead, record } from './record.js';
import { note, say, type Turn, word } from './turn.js';
import { walk } from './walk.js';

/** "Yes, change it" carries what to change it to, so that an old yes never confirms a newer offer. */
const confirm = '_yes-';
export const keepOption = '_no';

/** The option behind a tap, be it on the option itself or on "change it". */
export const wantedBy = (option: string): string =>
  option.startsWith(confirm) ? option.slice(confirm.length) : option;

export function offerChange(turn: Turn, step: Step, option: string, given: AnswerValue, value: AnswerValue): void {
  const { session } = turn;
  if (session.change?.node === step.id && session.change.option === option) return;
  session.change = { node: step.id, option };
  say(turn, word(turn, 'change-offer', { answer: describe(turn, step, given), other: describe(turn, step, value) }), [
    { label: word(turn, 'label-change'), node: step.id, option: confirm + option, key: '1' },
    { label: word(turn, 'label-keep'), node: step.id, option: keepOption, key: '2' },
  ]);
}

/** What the answer would be after this tap: one more choice where several are taken, else the other choice. */
export function changedTo(turn: Turn, step: Step, option: string): AnswerValue | undefined {
  const given = answerOf(turn.session.answers, step.id);
  const reading = readTap(turn, step, option, given?.kind === 'codes' ? given.codes : []);
  if (reading.kind === 'answer') return reading.value;
  return reading.kind === 'more' && reading.picked.length > 0 ? { kind: 'codes', codes: reading.picked } : undefined;
}

/** The person said yes: the way is walked again from there. */
export function change(turn: Turn, step: Step, option: string): void {
  const { session } = turn;
  const value = changedTo(turn, step, option);
  if (!value) return ask(turn);
  note(turn, 'changed', { answer: describe(turn, step, value) });
  if (!session.path.includes(step.id)) {
    correctAhead(turn, step, value);
    return ask(turn);
  }
  record(turn, step, value);
  walk(turn, nextOf(step, session.answers));
}

/** "Keep it" to an open offer; once it is closed, a second one says nothing new. */
export function keepAnswer(turn: Turn): void {
  if (!turn.session.change) return;
  note(turn, 'kept');
  ask(turn);
}

const yes = new Set(['1', 'doi', 'co', 'dong y', 'vang', 'da', 'ok', 'yes', 'change']);
const no = new Set(['2', 'giu', 'giu nguyen', 'khong', 'no', 'keep']);

/** A typed answer to an open offer. Anything but yes or no leaves the answer as it is and is read as an answer to the question. */
export function settleChange(turn: Turn, input: Input): boolean {
  const { session, flow } = turn;
  const offer = session.change;
  const step = offer && flow.steps.get(offer.node);
  const typed = input.type === 'text' && input.text.length < 40 ? fold(input.text) : '';
  if (!offer || !step || !(yes.has(typed) || no.has(typed))) {
    delete session.change;
    return false;
  }
  if (yes.has(typed)) change(turn, step, offer.option);
  else keepAnswer(turn);
  return true;
}
