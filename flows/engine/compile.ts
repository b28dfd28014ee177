/** A flow made ready for walking: nodes by id, options by code, how many questions may still come. Worked out once per flow. */
import type { Condition } from '../conditions.js';
import type { Flow, NodeBase } from '../contract.js';
import type { NodeOption, NodeType } from '../node-type.js';
import { type Escape, escapesOf } from '../reading/escape.js';

/** A node with its type: a step of the way. */
export interface Step {
  id: string;
  node: NodeBase;
  type: NodeType;
  options: readonly NodeOption[];
  escapes: readonly Escape[];
  /** Every code that a tap on this step may carry. */
  offers: ReadonlySet<string>;
  when?: Condition | undefined;
  branches: readonly { when: Condition; next: string }[];
  next?: string | undefined;
}

export interface CompiledFlow {
  flow: Flow;
  steps: ReadonlyMap<string, Step>;
  /** The steps that may follow a step at once. */
  following: ReadonlyMap<string, readonly string[]>;
  /** Most counted questions from this step to the end, itself included. */
  mostQuestions: (id: string) => number;
  /** Every step that can still come after this one. */
  reachable: (id: string) => ReadonlySet<string>;
}

export type NodeTypes = ReadonlyMap<string, NodeType>;

export function compile(flow: Flow, nodeTypes: NodeTypes): CompiledFlow {
  const steps = new Map(flow.nodes.map((node) => [node.id, compileStep(flow, node, nodeTypes)]));
  const following = new Map([...steps].map(([id, step]) => [id, linksOf(step)]));
  return { flow, steps, following, mostQuestions: questionCounter(steps, following), reachable: reacher(following) };
}

function compileStep(flow: Flow, given: NodeBase, nodeTypes: NodeTypes): Step {
  const type = nodeTypes.get(given.type);
  const parsed = type?.schema.safeParse(given);
  if (!type || !parsed?.success) {
    throw new Error(`flow "${flow.id}", node "${given.id}": not a sound "${given.type}"; checkFlow says what is wrong`);
  }
  return stepOf(parsed.data, type);
}

export function stepOf(node: NodeBase, type: NodeType): Step {
  const { id, next, when, branch } = node as NodeBase & {
    next?: string;
    when?: Condition;
    branch?: { when: Condition; next: string }[];
  };
  const options = type.options?.(node) ?? [];
  const escapes = type.waits ? escapesOf(node) : [];
  const offers = new Set([
    ...options.map(({ code }) => code),
    ...escapes.map(({ option }) => option),
    ...(type.ownTaps ?? []),
  ]);
  return { id, node, type, options, escapes, offers, when, branches: branch ?? [], next };
}

/** Where a step may lead, each once. */
export function linksOf({ type, options, branches, next }: Step): string[] {
  const named = [next, ...branches.map((branch) => branch.next), ...options.map((option) => option.next)];
  return [...new Set(named.filter((id): id is string => id !== undefined))].filter(
    () => !type.ends || next !== undefined,
  );
}

/** The longest way counts, so that "question 2/3" never becomes "4/3". A loop is counted once. */
function questionCounter(steps: Map<string, Step>, following: Map<string, string[]>): (id: string) => number {
  const known = new Map<string, number>();
  const count = (id: string): number => {
    const there = known.get(id);
    if (there !== undefined) return there;
    known.set(id, 0);
    const own = isCounted(steps.get(id)) ? 1 : 0;
    const most = own + Math.max(0, ...(following.get(id) ?? []).map(count));
    known.set(id, most);
    return most;
  };
  return count;
}

export const isCounted = (step: Step | undefined): boolean => step?.type.waits === true && step.type.counted !== false;

function reacher(following: Map<string, string[]>): (id: string) => ReadonlySet<string> {
  const known = new Map<string, Set<string>>();
  return (id) => {
    const there = known.get(id);
    if (there) return there;
    const reached = new Set<string>();
    const ahead = [...(following.get(id) ?? [])];
    for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
      if (reached.has(next)) continue;
      reached.add(next);
      ahead.push(...(following.get(next) ?? []));
    }
    known.set(id, reached);
    return reached;
  };
}
