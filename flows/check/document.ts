/** Is it a flow at all: its fields, the fields of every node by its type, every name once? */
import { type Flow, flowSchema, type NodeBase, type Problem } from '../contract.js';
import type { NodeType } from '../node-type.js';
import { fromIssue } from './issue.js';
import { error, placeOf } from './problem.js';

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
    const types = [...nodeTypes.keys()].sort().join(', ');
    return { problems: [error(placeOf(node.id, 'type'), 'node-type-unknown', { type: node.type, types })] };
  }
  const parsed = type.schema.safeParse(node, { reportInput: true });
  if (!parsed.success) return { problems: parsed.error.issues.map((issue) => fromIssue(issue, ['nodes', node.id])) };
  const codes = (type.options?.(parsed.data) ?? []).map(({ code }) => code);
  const twice = codes.filter((code, index) => codes.indexOf(code) !== index);
  const problems = twice.map((code) => error(placeOf(node.id, 'options'), 'option-code-twice', { code }));
  return { node: parsed.data, problems };
}

function sameNames(nodes: NodeBase[]): Problem[] {
  const seen = new Set<string>();
  return nodes.flatMap(({ id }, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [error(`nodes.${index}.id`, 'node-id-twice', { id })];
  });
}
