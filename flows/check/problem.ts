import type { Problem } from '../contract.js';
import { type ProblemCode, sentences, type ValuesOf } from './sentences.js';

export const error = <Code extends ProblemCode>(path: string, code: Code, values: ValuesOf<Code>): Problem =>
  problem(path, code, values, 'error');
export const warning = <Code extends ProblemCode>(path: string, code: Code, values: ValuesOf<Code>): Problem =>
  problem(path, code, values, 'warning');

/** For codes that are only known when the program runs. */
export function problem(
  path: string,
  code: ProblemCode,
  values: Problem['values'],
  severity: Problem['severity'],
): Problem {
  const message = sentences[code].replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
  return { path, code, values, message, severity };
}

/** The place of a field: nodes are named, because an author knows them by name and not by number. */
export const placeOf = (node: string, ...fields: (string | number)[]): string => ['nodes', node, ...fields].join('.');
