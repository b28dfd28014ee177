/** Is it a flow at all: its fields, the fields of every node by its type, every name once? */
import type { z } from 'zod';
import { type Flow, flowSchema, type NodeBase, type Problem } from '../contract.js';
import type { NodeType } from '../node-type.js';
import { error, placeOf } from './problem.js';

type Issue = z.core.$ZodIssue;

export function checkDocument(
  document: unknown,
  nodeTypes: ReadonlyMap<string, NodeType>,
): { flow?: Flow; problems: Problem[] } {
  const parsed = flowSchema.safeParse(document, { reportInput: true });
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => fromIssue(issue, [])) };
  const flow = parsed.data;
  const judged = flow.nodes.map((node) => checkNode(node, nodeTypes));
  const problems = [...sameNames(flow.nodes), ...judged.flatMap((one) => one.problems)];
  if (problems.length > 0) return { problems };
  return { flow: { ...flow, nodes: judged.flatMap((one) => (one.node ? [one.node] : [])) }, problems };
}

function checkNode(node: NodeBase, nodeTypes: ReadonlyMap<string, NodeType>): { node?: NodeBase; problems: Problem[] } {
  const type = nodeTypes.get(node.type);
  if (!type) {
    const known = [...nodeTypes.keys()].sort().join(', ');
    return {
      problems: [error(placeOf(node.id, 'type'), `there is no node type "${node.type}"; use one of: ${known}`)],
    };
  }
  const parsed = type.schema.safeParse(node, { reportInput: true });
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => fromIssue(issue, ['nodes', node.id])) };
  const codes = (type.options?.(parsed.data) ?? []).map(({ code }) => code);
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index);
  const problems = twice.map((code) =>
    error(placeOf(node.id, 'options'), `the option code "${code}" is used twice; give every option its own code`),
  );
  return { node: parsed.data, problems };
}

function sameNames(nodes: NodeBase[]): Problem[] {
  const seen = new Set<string>();
  return nodes.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [error(`nodes.${index}.id`, `"${id}" is already the name of another node; give each node its own id`)];
  });
}

const languageNames = new Map<string, string>([
  ['vi', 'Vietnamese'],
  ['en', 'English'],
]);

function fromIssue(issue: Issue, under: string[]): Problem {
  return error([...under, ...issue.path.map(String)].join('.'), wording(issue));
}

/** zod's words say what is wrong; these also say how to mend it. */
function wording(issue: Issue): string {
  const field = String(issue.path.at(-1) ?? '');
  const language = languageNames.get(field);
  const isMissing = issue.input === undefined || issue.input === '';
  if (language && isMissing) return `the ${language} text is missing; write it, people choose their language`;
  if (issue.code === 'unrecognized_keys') return `unknown: ${issue.keys.join(', ')}; remove it or correct its spelling`;
  if (issue.code !== 'invalid_type') return issue.message;
  if (field === '') return 'this is no flow; a flow is an object with id, kind, title, start and nodes';
  return issue.input === undefined ? `"${field}" is missing; add it` : issue.message;
}
