/** Do conditions speak of questions that were asked before, and of answers that can be given to them? */
import { type Condition, comparisons, specialCodes } from '../conditions.js';
import type { Problem } from '../contract.js';
import type { CompiledFlow, Step } from '../engine/compile.js';
import { error, placeOf } from './problem.js';

type Comparison = ReturnType<typeof comparisons>[number];

export function checkConditions(flow: CompiledFlow): Problem[] {
  return [...flow.steps.values()].flatMap((step) =>
    conditionsOf(step).flatMap(({ place, condition, after }) =>
      comparisons(condition).flatMap((comparison) => {
        const question = flow.steps.get(questionOf(comparison));
        const isEarlier = question && (flow.reachable(question.id).has(step.id) || (after && question === step));
        return fault(placeOf(step.id, place), comparison, question, isEarlier === true) ?? [];
      }),
    ),
  );
}

/** `after`: is it looked at when the node's own answer is known? */
function conditionsOf({ when, branches }: Step): { place: string; condition: Condition; after: boolean }[] {
  const own = when ? [{ place: 'when', condition: when, after: false }] : [];
  return [
    ...own,
    ...branches.map((branch, index) => ({ place: `branch.${index}.when`, condition: branch.when, after: true })),
  ];
}

const questionOf = (comparison: Comparison) => ('answered' in comparison ? comparison.answered : comparison.question);

function fault(
  at: string,
  comparison: Comparison,
  question: Step | undefined,
  isEarlier: boolean,
): Problem | undefined {
  if (!question?.type.waits) return error(at, 'question-unknown', { question: questionOf(comparison) });
  if (!isEarlier) return error(at, 'question-not-before', { question: question.id });
  return 'answered' in comparison ? undefined : valueFault(at, question, comparison);
}

function valueFault(
  at: string,
  question: Step,
  comparison: Exclude<Comparison, { answered: string }>,
): Problem | undefined {
  if ('less' in comparison || 'greater' in comparison) {
    if (question.type.answers === 'number') return undefined;
    return error(at, 'answer-no-number', { question: question.id });
  }
  const wanted = 'in' in comparison ? comparison.in : [comparison.equals];
  const unknown = wanted.map(String).filter((code) => !canBe(question, code));
  if (unknown.length === 0) return undefined;
  const said = { question: question.id, answers: unknown.join(', ') };
  const codes = question.options.map(({ code }) => code).join(', ');
  if (codes) return error(at, 'answer-not-among', { ...said, codes });
  return error(at, unknown.every(isSpecial) ? 'answer-not-allowed' : 'answer-must-be-number', said);
}

const isSpecial = (code: string) => Object.hasOwn(specialCodes, code);

function canBe({ options, escapes, type, node }: Step, code: string): boolean {
  if (isSpecial(code))
    return code === '_skipped' ? mayBeSkipped(node) : escapes.some(({ kind }) => `_${kind}` === code);
  if (options.length > 0) return options.some((option) => option.code === code);
  return type.answers !== 'number' || Number.isFinite(Number(code));
}

const mayBeSkipped = ({ optional, afterTries }: Step['node']) => optional === true || afterTries === 'skip';
