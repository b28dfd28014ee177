/**
 * What is wrong with an input, field by field: zod's issues turned into a key of ours (`problems.<key>` in locales, with the cure under
 * `cures.<key>`), so that both languages are complete and nothing that was typed, a password perhaps, comes back in a message.
 */
import type { z } from 'zod';
import type { Language } from '../flows/contract.js';
import type { Words } from './context.js';

export interface Problem {
  /** Where: "email", "settings.quota", "nodes.3.next"; empty = the whole. */
  path: string;
  key: string;
  values?: Record<string, string | number>;
  /** Found by the check of surveys: the key is one of its codes, whose sentence holds the cure. */
  ofSurvey?: boolean;
  severity?: 'error' | 'warning';
}

export interface SpokenProblem {
  path: string;
  message: string;
  cure?: string;
  severity?: 'error' | 'warning';
}

/** The words of a problem in the reader's language. */
export function speakProblem(words: Words, language: Language, problem: Problem): SpokenProblem {
  const { path, key, values, ofSurvey, severity } = problem;
  const spoken = ofSurvey
    ? { message: words.problem(language, key, values) }
    : { message: words.api(language, `problems.${key}`, values), cure: words.api(language, `cures.${key}`, values) };
  return { path, ...spoken, ...(severity && { severity }) };
}

type Issue = z.core.$ZodIssue;
type Judged = Pick<Problem, 'key' | 'values'>;

/** The issues must have been made with `reportInput: true`: that is how a missing field is told from a wrong one. */
export const problemsOf = (issues: readonly Issue[], under = ''): Problem[] =>
  issues.map((issue) => ({ path: [under, ...issue.path].filter((part) => part !== '').join('.'), ...judge(issue) }));

function judge(issue: Issue): Judged {
  switch (issue.code) {
    case 'invalid_type':
      return { key: issue.input === undefined ? 'missing' : `not-${typeNames.get(issue.expected) ?? 'object'}` };
    case 'too_small':
      return { key: `too-small-${sizeOf(issue.origin)}`, values: { limit: Number(issue.minimum) } };
    case 'too_big':
      return { key: `too-big-${sizeOf(issue.origin)}`, values: { limit: Number(issue.maximum) } };
    case 'invalid_format':
      return formats.has(issue.format) ? { key: `not-${issue.format}` } : own(issue.message);
    case 'invalid_value':
      return { key: 'not-one-of', values: { choices: issue.values.map(String).join(', ') } };
    case 'unrecognized_keys':
      return { key: 'unknown-field', values: { names: issue.keys.join(', ') } };
    case 'custom':
      return own(issue.message);
    default:
      return { key: 'wrong-form' };
  }
}

const typeNames = new Map<string, string>([
  ['string', 'string'],
  ['number', 'number'],
  ['int', 'int'],
  ['boolean', 'boolean'],
  ['array', 'array'],
  ['date', 'datetime'],
]);
const formats = new Set<string>(['email', 'guid', 'url', 'datetime']);

const sizeOf = (origin: string): string => (origin === 'string' || origin === 'array' ? origin : 'number');

/** A schema of ours gives its key as the message ("not-code"); a channel's schema says in words what it wants. */
const own = (message: string): Judged =>
  /^[a-z]+(-[a-z]+)+$/.test(message) ? { key: message } : { key: 'wrong-form-because', values: { because: message } };
