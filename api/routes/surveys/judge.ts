/** Judges a survey document as the bot would at its start: what is wrong, where, and how to mend it. */

import type { Flow } from '../../../flows/contract.js';
import { checkFlow } from '../../../flows/registry.js';
import type { ApiContext } from '../../context.js';
import type { Problem } from '../../problems.js';

export interface Judgement {
  /** Present when nothing but warnings was found. */
  flow?: Flow;
  problems: Problem[];
}

export function judgeSurvey(
  { nodeTypes, limits }: Pick<ApiContext, 'nodeTypes' | 'limits'>,
  document: unknown,
): Judgement {
  const { flow, problems } = checkFlow(document, { nodeTypes, limits });
  const found: Problem[] = problems.map((problem) => ({ ...problem, key: 'survey' }));
  // Dialogs are part of the program: published as a survey one would take the greeting's or the menu's place.
  if (flow && flow.kind !== 'survey') found.push({ path: 'kind', key: 'not-survey', severity: 'error' });
  const sound = flow !== undefined && found.every((problem) => problem.severity === 'warning');
  return { problems: found, ...(sound && { flow }) };
}
