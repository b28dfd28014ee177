/** Asks the present question: progress, the question, what can be tapped, and how to get past it. One message. */
import type { Option } from '../contract.js';
import { buttonsEverywhere } from '../limits.js';
import type { Shown } from '../node-type.js';
import { isCounted, type Step } from './compile.js';
import { presentStep, say, type Turn, viewOf, word } from './turn.js';

export function ask(turn: Turn, show: { progress: boolean } = { progress: true }): void {
  const step = presentStep(turn);
  if (!step) return;
  // From now on "1" means the first option of this question again, not "yes" to an offer further up.
  delete turn.session.change;
  const shown = step.type.show(step.node, viewOf(turn));
  const question = (show.progress ? progress(turn, step) : '') + (shown.text ?? '');
  const own = shown.options ?? optionsOf(turn, step);
  // What is half chosen is finished or begun anew, not refused.
  const ways = shown.options ? [] : waysPast(turn, step);
  const beside = haveRoom(own, ways);
  const text = beside ? question : [question, inWords(turn, ways)].join('\n\n');
  say(turn, text, optionsAt(step, beside ? [...own, ...ways] : own), shown.wants);
}

type Offer = NonNullable<Shown['options']>[number];

const optionsOf = ({ session }: Turn, { options }: Step): Offer[] =>
  options.map(({ code, label, key }) => ({ code, label: label[session.language], key }));

const waysPast = (turn: Turn, { escapes }: Step): Offer[] =>
  escapes.map(({ option, label, key }) => ({ code: option, label: word(turn, label), key }));

/** Ways past a question are buttons too, unless they would turn all its buttons into a typed list. */
const haveRoom = (own: Offer[], ways: Offer[]): boolean =>
  own.length === 0 || own.length > buttonsEverywhere || own.length + ways.length <= buttonsEverywhere;

const optionsAt = ({ id }: Step, offers: Offer[]): Option[] =>
  offers.map(({ label, code, key }) => ({ label, node: id, option: code, key }));

function inWords(turn: Turn, ways: Offer[]): string {
  return word(turn, 'or-type', { ways: ways.map(({ label }) => `“${label}”`).join(', ') });
}

/** "Câu 2/3", for surveys of more than one question. */
function progress(turn: Turn, step: Step): string {
  if (turn.flow.flow.kind !== 'survey' || !isCounted(step)) return '';
  const { position, total } = progressOf(turn, step);
  return total > 1 ? `${word(turn, 'progress', { position, total })}\n` : '';
}

export function progressOf({ flow, session }: Turn, step: Step): { position: number; total: number } {
  const before = session.path.filter((id) => id !== step.id && isCounted(flow.steps.get(id))).length;
  return { position: before + 1, total: before + flow.mostQuestions(step.id) };
}
