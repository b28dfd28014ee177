/** zod's words say what is wrong, in English; these codes say it in every language, and how to mend it. */
import type { z } from 'zod';
import type { Problem } from '../contract.js';
import { problem } from './problem.js';
import { isProblemCode, type ProblemCode } from './sentences.js';

type Issue = z.core.$ZodIssue;
type Judged = [code: ProblemCode, values: Problem['values']];

/** The issue must have been made with `reportInput: true`: that is how a missing field is told from a wrong one. */
export function fromIssue(issue: Issue, under: string[]): Problem {
  const path = [...under, ...issue.path.map(String)];
  const [code, values] = path.length === 0 && issue.code === 'invalid_type' ? noFlow : judge(issue);
  return problem(path.join('.'), code, values, 'error');
}

const noFlow: Judged = ['no-flow', {}];

const languageMissing = new Map<string, ProblemCode>([
  ['vi', 'vietnamese-missing'],
  ['en', 'english-missing'],
]);

function judge(issue: Issue): Judged {
  const field = String(issue.path.at(-1) ?? '');
  const missing = languageMissing.get(field);
  if (missing && (issue.input === undefined || issue.input === '')) return [missing, {}];
  if (issue.code === 'unrecognized_keys') return ['unknown-field', { names: issue.keys.join(', ') }];
  if (issue.input === undefined) return ['missing', { field }];
  if (isProblemCode(issue.message)) return [issue.message, limitOf(issue)];
  return byKind(issue) ?? ['wrong-because', { because: issue.message.replace(/\.$/, '') }];
}

type Codes = Partial<Record<string, ProblemCode>>;
const wrongType: Codes = {
  string: 'not-string',
  number: 'not-number',
  int: 'not-int',
  boolean: 'not-boolean',
  array: 'not-array',
  object: 'not-object',
};
/** zod names whole numbers "int" when they are beyond 2^53. */
const tooSmall: Codes = {
  string: 'string-too-short',
  array: 'array-too-short',
  number: 'number-too-small',
  int: 'number-too-small',
};
const tooBig: Codes = {
  string: 'string-too-long',
  array: 'array-too-long',
  number: 'number-too-big',
  int: 'number-too-big',
};

function byKind(issue: Issue): Judged | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return said(wrongType[issue.expected], {});
    case 'invalid_value':
      return ['not-one-of', { choices: issue.values.map(String).join(', ') }];
    case 'too_small':
      return issue.inclusive === false ? undefined : said(tooSmall[issue.origin], limitOf(issue));
    case 'too_big':
      return issue.inclusive === false ? undefined : said(tooBig[issue.origin], limitOf(issue));
    default:
      return undefined;
  }
}

const said = (code: ProblemCode | undefined, values: Problem['values']): Judged | undefined => code && [code, values];

function limitOf(issue: Issue): Problem['values'] {
  if (issue.code === 'too_small') return { limit: Number(issue.minimum) };
  if (issue.code === 'too_big') return { limit: Number(issue.maximum) };
  return {};
}
