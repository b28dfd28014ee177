/** Where answers lead: the way through a flow, worked out without saying or doing anything. */
import { answerOf, holds } from '../conditions.js';
import type { AnswerValue, Session } from '../contract.js';
import type { CompiledFlow, Step } from './compile.js';

type Answers = Session['answers'];

/** A stretch of the way: the steps passed, and the question it stops at, if any. */
export interface Stretch {
  passed: Step[];
  stopsAt?: Step;
}

/** From a step on, past every answered question. A question that was passed before begins a new round of a loop: it stops there. */
export function follow(
  flow: CompiledFlow,
  from: string | undefined,
  answers: Answers,
  before: readonly string[],
): Stretch {
  const passed: Step[] = [];
  const questions = new Set(before);
  let step = next(flow, from, answers);
  // A sound flow has no loop without a question and each question is passed once, so the way is never longer than this.
  for (let left = (flow.steps.size + 1) ** 2; step && left > 0; left -= 1) {
    const { id, type } = step;
    if (type.waits && (questions.has(id) || !answerOf(answers, id))) return { passed, stopsAt: step };
    passed.push(step);
    if (type.waits) questions.add(id);
    step = type.ends ? undefined : next(flow, nextOf(step, answers), answers);
  }
  return { passed };
}

/** The step itself, or the first one after it whose `when` holds. */
function next(flow: CompiledFlow, id: string | undefined, answers: Answers): Step | undefined {
  let step = id === undefined ? undefined : flow.steps.get(id);
  for (let left = flow.steps.size; step?.when && !holds(step.when, answers); left -= 1) {
    step = step.next === undefined || left <= 0 ? undefined : flow.steps.get(step.next);
  }
  return step;
}

/** The option that was chosen, else the first branch whose condition holds, else `next`. */
export function nextOf(step: Step, answers: Answers): string | undefined {
  const code = codeOf(answerOf(answers, step.id));
  const chosen = code === undefined ? undefined : step.options.find((option) => option.code === code)?.next;
  return chosen ?? step.branches.find(({ when }) => holds(when, answers))?.next ?? step.next;
}

function codeOf(value: AnswerValue | undefined): string | undefined {
  if (value?.kind === 'code') return value.code;
  return value?.kind === 'number' ? String(value.number) : undefined;
}
