/**
 * The closed language of conditions on earlier answers: equals, in, less, greater, answered, and, or, not.
 * It is data, so that it can be checked when a flow is loaded and read by an official.
 *
 *   { question: 'rating', less: 3 }
 *   { or: [{ question: 'service', in: ['land', 'birth'] }, { not: { answered: 'rating' } }] }
 */
import { z } from 'zod';
import { type AnswerValue, idSchema } from './contract.js';

/** A refusal and its kin can be asked for like a code. */
export const specialCodes = { _refused: 'refused', _unknown: 'unknown', _skipped: 'skipped' } as const;

const codeOrNumber = z.union([z.string().min(1), z.number()]);
const at = { question: idSchema };

export type Condition =
  | { question: string; equals: string | number }
  | { question: string; in: (string | number)[] }
  | { question: string; less: number }
  | { question: string; greater: number }
  | { answered: string }
  | { and: Condition[] }
  | { or: Condition[] }
  | { not: Condition };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ ...at, equals: codeOrNumber }),
      z.strictObject({ ...at, in: z.array(codeOrNumber).min(1) }),
      z.strictObject({ ...at, less: z.number() }),
      z.strictObject({ ...at, greater: z.number() }),
      z.strictObject({ answered: idSchema }),
      z.strictObject({ and: z.array(conditionSchema).min(1) }),
      z.strictObject({ or: z.array(conditionSchema).min(1) }),
      z.strictObject({ not: conditionSchema }),
    ],
    { error: 'no-condition' },
  ),
);

type Answers = Readonly<Record<string, AnswerValue>>;

/** Does the condition hold for these answers? What was not answered is equal to nothing, and neither less nor greater. */
export function holds(condition: Condition, answers: Answers): boolean {
  if ('and' in condition) return condition.and.every((part) => holds(part, answers));
  if ('or' in condition) return condition.or.some((part) => holds(part, answers));
  if ('not' in condition) return !holds(condition.not, answers);
  if ('answered' in condition) return isGiven(answerOf(answers, condition.answered));
  const value = answerOf(answers, condition.question);
  if ('equals' in condition) return matches(value, condition.equals);
  if ('in' in condition) return condition.in.some((wanted) => matches(value, wanted));
  if (value?.kind !== 'number') return false;
  return 'less' in condition ? value.number < condition.less : value.number > condition.greater;
}

/** `constructor` is a lawful name of a question, so nothing inherited may count. */
export function answerOf(answers: Answers, id: string): AnswerValue | undefined {
  return Object.hasOwn(answers, id) ? answers[id] : undefined;
}

function isGiven(value: AnswerValue | undefined): boolean {
  return value !== undefined && value.kind !== 'refused' && value.kind !== 'unknown' && value.kind !== 'skipped';
}

function matches(value: AnswerValue | undefined, wanted: string | number): boolean {
  switch (value?.kind) {
    case 'code':
      return value.code === String(wanted);
    case 'codes':
      return value.codes.includes(String(wanted));
    case 'number':
      return value.number === Number(wanted);
    case 'date':
      return value.date === wanted;
    case 'text':
      return value.text === wanted;
    case 'refused':
    case 'unknown':
    case 'skipped':
      return typeof wanted === 'string' && Object.hasOwn(specialCodes, wanted) && wanted === `_${value.kind}`;
    default:
      return false;
  }
}

/** Every comparison in a condition, however deep. */
export function comparisons(
  condition: Condition,
): Exclude<Condition, { and: unknown } | { or: unknown } | { not: unknown }>[] {
  if ('and' in condition) return condition.and.flatMap(comparisons);
  if ('or' in condition) return condition.or.flatMap(comparisons);
  if ('not' in condition) return comparisons(condition.not);
  return [condition];
}
