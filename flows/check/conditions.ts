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
        const message = fault(flow, step, comparison, after);
        return message ? [error(placeOf(step.id, place), message)] : [];
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

function fault(flow: CompiledFlow, step: Step, comparison: Comparison, after: boolean): string | undefined {
  const id = 'answered' in comparison ? comparison.answered : comparison.question;
  const question = flow.steps.get(id);
  if (!question?.type.waits) return `there is no question "${id}"; name a node that asks something`;
  const isEarlier = flow.reachable(id).has(step.id) || (after && id === step.id);
  if (!isEarlier) return `"${id}" is never answered before this node; ask it earlier`;
  return 'answered' in comparison ? undefined : valueFault(question, comparison);
}

function valueFault(question: Step, comparison: Exclude<Comparison, { answered: string }>): string | undefined {
  if ('less' in comparison || 'greater' in comparison) {
    if (question.type.answers === 'number') return undefined;
    return `"${question.id}" is not answered with a number; use equals or in`;
  }
  const wanted = 'in' in comparison ? comparison.in : [comparison.equals];
  const unknown = wanted.map(String).filter((code) => !canBe(question, code));
  if (unknown.length === 0) return undefined;
  const codes = question.options.map(({ code }) => code).join(', ');
  return `"${question.id}" cannot be answered with ${unknown.join(', ')}; ${codes ? `its codes are: ${codes}` : 'use a number'}`;
}

function canBe({ options, escapes, type, node }: Step, code: string): boolean {
  if (Object.hasOwn(specialCodes, code))
    return code === '_skipped' ? mayBeSkipped(node) : escapes.some(({ kind }) => `_${kind}` === code);
  if (options.length > 0) return options.some((option) => option.code === code);
  return type.answers !== 'number' || Number.isFinite(Number(code));
}

const mayBeSkipped = ({ optional, afterTries }: Step['node']) => optional === true || afterTries === 'skip';
