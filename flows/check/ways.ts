/** Does every way lead somewhere: every `next` to a node, every node reached, every loop through a question, every jump to a flow? */

import type { Problem } from '../contract.js';
import type { CompiledFlow, Step } from '../engine/compile.js';
import type { CheckOptions } from './options.js';
import { error, placeOf, warning } from './problem.js';

export function checkWays(flow: CompiledFlow, options: CheckOptions): Problem[] {
  const steps = [...flow.steps.values()];
  const broken = [...checkStart(flow), ...steps.flatMap((step) => checkLinks(flow, step))];
  const jumps = steps.flatMap((step) => checkJump(step, options.flows));
  if (broken.length > 0) return [...broken, ...jumps];
  return [...jumps, ...checkLoops(flow), ...checkReached(flow)];
}

function checkStart({ flow, steps }: CompiledFlow): Problem[] {
  return steps.has(flow.start) ? [] : [error('start', 'start-unknown', { node: flow.start })];
}

function checkLinks({ steps }: CompiledFlow, step: Step): Problem[] {
  const problems = linksWithPlace(step)
    .filter(({ to }) => !steps.has(to))
    .map(({ place, to }) => error(placeOf(step.id, place), 'next-unknown', { node: to }));
  const needsNext = step.type.ends ? step.when !== undefined : true;
  if (!needsNext || step.next !== undefined) return problems;
  const code = step.type.ends ? 'next-missing-beside-when' : 'next-missing';
  return [...problems, error(placeOf(step.id, 'next'), code, {})];
}

function linksWithPlace({ next, branches, options }: Step): { place: string; to: string }[] {
  const links = [
    { place: 'next', to: next },
    ...branches.map((branch, index) => ({ place: `branch.${index}.next`, to: branch.next })),
    ...options.map((option, index) => ({ place: `options.${index}.next`, to: option.next })),
  ];
  return links.flatMap(({ place, to }) => (to === undefined ? [] : [{ place, to }]));
}

function checkJump({ id, node, type }: Step, flows: readonly string[] | undefined): Problem[] {
  if (!flows) return [];
  const missing = (type.leadsTo?.(node) ?? []).filter((flow) => !flows.includes(flow));
  const known = [...flows].sort().join(', ');
  return missing.map((flow) => error(placeOf(id, 'flow'), 'flow-unknown', { flow, flows: known }));
}

/** A loop must hold a question that always waits; one with `when` may be passed by, and the flow would turn for ever. */
function checkLoops({ steps, following }: CompiledFlow): Problem[] {
  const passable = (id: string) => steps.get(id)?.type.waits !== true || steps.get(id)?.when !== undefined;
  const inLoop = [...steps.keys()].filter((id) => passable(id) && returnsTo(id, following, passable));
  const [first] = inLoop;
  if (first === undefined) return [];
  return [error(placeOf(first), 'endless-loop', { nodes: inLoop.join(', ') })];
}

/** Can one come back to this node by passable nodes only? */
function returnsTo(id: string, following: CompiledFlow['following'], passable: (id: string) => boolean): boolean {
  const seen = new Set<string>();
  const ahead = [...(following.get(id) ?? [])];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === id) return true;
    if (seen.has(next) || !passable(next)) continue;
    seen.add(next);
    ahead.push(...(following.get(next) ?? []));
  }
  return false;
}

function checkReached({ flow, steps, reachable }: CompiledFlow): Problem[] {
  const reached = reachable(flow.start);
  return [...steps.keys()]
    .filter((id) => id !== flow.start && !reached.has(id))
    .map((id) => warning(placeOf(id), 'node-unreached', {}));
}
