/** Judges a survey document as the bot would at its start: what is wrong, where, and how to mend it. */
import type { FastifyRequest } from 'fastify';
import type { Flow, Problem as FlowProblem } from '../../../flows/contract.js';
import { checkFlow } from '../../../flows/registry.js';
import { publishedSurveys } from '../../../prisma/survey.js';
import type { ApiContext } from '../../context.js';
import { languageOf } from '../../language.js';
import { type Problem, speakProblem } from '../../problems.js';

export interface Judgement {
  /** Present when nothing but warnings was found. */
  flow?: Flow;
  problems: Problem[];
}

type Needed = Pick<ApiContext, 'nodeTypes' | 'limits' | 'dialogs' | 'database'>;

export async function judgeSurvey(context: Needed, document: unknown): Promise<Judgement> {
  const { nodeTypes, limits, dialogs, database } = context;
  const surveys = await publishedSurveys(database.prisma);
  const flows = [...dialogs.keys(), ...surveys.map((survey) => survey.id)];
  const { flow, problems } = checkFlow(document, { nodeTypes, limits, flows });
  const found = [...problems.map(fromFlow), ...misplaced(flow, dialogs)];
  const sound = flow !== undefined && found.every((problem) => problem.severity === 'warning');
  return { problems: found, ...(sound && { flow }) };
}

const fromFlow = ({ path, code, values, severity }: FlowProblem): Problem => ({
  path,
  key: code,
  values,
  ofSurvey: true,
  severity,
});

/** Dialogs are part of the program: a survey under a dialog's name would take the greeting's or the menu's place. */
function misplaced(flow: Flow | undefined, dialogs: Needed['dialogs']): Problem[] {
  if (!flow) return [];
  const problems: Problem[] = [];
  if (flow.kind !== 'survey') problems.push({ path: 'kind', key: 'not-survey', severity: 'error' });
  if (dialogs.has(flow.id)) problems.push({ path: 'id', key: 'id-of-dialog', severity: 'error' });
  return problems;
}

export function speakProblems({ words }: Pick<ApiContext, 'words'>, request: FastifyRequest, problems: Problem[]) {
  const language = languageOf(request.headers['accept-language']);
  return problems.map((problem) => speakProblem(words, language, problem));
}
