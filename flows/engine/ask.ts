/** Asks the present question: progress, the question, what can be tapped, and how to get past it. One message. */
import type { Option } from '../contract.js';
import { buttonsEverywhere } from '../limits.js';
import type { Shown } from '../node-type.js';
import { isCounted, type Step } from './compile.js';
import { presentStep, say, type Turn, viewOf, word } from './turn.js';

export function ask(turn: Turn, show: { progress: boolean } = { progress: true }): void {
  const step = presentStep(turn);
  if (!step) return;
  const shown = step.type.show(step.node, viewOf(turn));
  const own = ownOptions(turn, step, shown);
  const tappable =
    own.length === 0 || own.length + step.escapes.length <= buttonsEverywhere || own.length > buttonsEverywhere;
  const escapes = step.escapes.map(({ option, key, label }) => ({
    label: word(turn, label),
    node: step.id,
    option,
    key,
  }));
  const parts = [
    (show.progress ? progress(turn, step) : '') + (shown.text ?? ''),
    tappable ? '' : otherWays(turn, escapes),
  ];
  say(turn, parts.filter(Boolean).join('\n\n'), tappable ? [...own, ...escapes] : own, shown.wants);
}

function ownOptions({ session }: Turn, step: Step, { options }: Shown): Option[] {
  if (options) return options.map(({ code, label, key }) => ({ label, node: step.id, option: code, key }));
  return step.options.map(({ code, label, key }) => ({
    label: label[session.language],
    node: step.id,
    option: code,
    key,
  }));
}

function otherWays(turn: Turn, escapes: Option[]): string {
  return word(turn, 'or-type', { ways: escapes.map(({ label }) => `“${label}”`).join(', ') });
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
