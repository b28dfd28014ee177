/** Is it a flow at all: its fields, the fields of every node by its type, every name once? */
import type { z } from 'zod';
import { type Flow, flowSchema, languages, type NodeBase, type Problem } from '../contract.js';
import type { NodeType } from '../node-type.js';
import { error, placeOf } from './problem.js';

type Issue = z.core.$ZodIssue;

export function checkDocument(
  document: unknown,
  nodeTypes: ReadonlyMap<string, NodeType>,
): { flow?: Flow; problems: Problem[] } {
  const parsed = flowSchema.safeParse(document, { reportInput: true });
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => fromIssue(issue, [], document)) };
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
  if (!parsed.success)
    return { problems: parsed.error.issues.map((issue) => fromIssue(issue, ['nodes', node.id], node)) };
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

const languageNames: Record<string, string> = { vi: 'Vietnamese', en: 'English' };

function fromIssue(issue: Issue, under: string[], document: unknown): Problem {
  const path = [...under, ...issue.path.map(String)].join('.');
  return error(path, wording(issue, path, document));
}

/** zod's words say what is wrong; these also say how to mend it. */
function wording(issue: Issue, path: string, document: unknown): string {
  const field = String(issue.path.at(-1) ?? '');
  const isEmpty = issue.input === undefined || issue.input === '';
  if (isEmpty && (languages as readonly string[]).includes(field)) {
    return `the ${languageNames[field] ?? field} text is missing; write it, people choose their language`;
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) return `"${field}" is missing; add it`;
  if (issue.code === 'unrecognized_keys') return `unknown: ${issue.keys.join(', ')}; remove it or correct its spelling`;
  if (issue.code === 'invalid_union')
    return `this is no condition; use question with equals, in, less or greater, or answered, and, or, not`;
  if (path === '' && typeof document !== 'object')
    return 'this is no flow; a flow is an object with id, kind, title, start and nodes';
  return issue.message;
}
