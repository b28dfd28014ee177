/**
 * Checks a flow before anybody is asked anything: everything that can be wrong is said at once, with the place and the cure, so that a
 * mistake is found on a desk and not on somebody's phone.
 */
import { checkConditions } from './check/conditions.js';
import { checkConsent } from './check/consent.js';
import { checkDocument } from './check/document.js';
import { checkLengths } from './check/lengths.js';
import type { CheckOptions } from './check/options.js';
import { checkWays } from './check/ways.js';
import type { Flow, Problem } from './contract.js';
import { type CompiledFlow, compile } from './engine/compile.js';

export interface Checked {
  /** The flow with its defaults filled in; absent when there is an error. */
  flow?: Flow;
  problems: Problem[];
}

export function checkFlow(document: unknown, options: CheckOptions): Checked {
  const { flow, problems } = checkDocument(document, options.nodeTypes);
  if (!flow) return { problems };
  const compiled = compile(flow, options.nodeTypes);
  problems.push(...rules.flatMap((rule) => rule(compiled, options)));
  const sound = problems.every(({ severity }) => severity === 'warning');
  return sound ? { flow, problems } : { problems };
}

const rules: ((flow: CompiledFlow, options: CheckOptions) => Problem[])[] = [
  checkWays,
  checkConditions,
  checkLengths,
  checkConsent,
];
