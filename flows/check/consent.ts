/** Is personal data asked for only after consent? (Law 91/2025/QH15.) */
import type { Problem } from '../contract.js';
import type { CompiledFlow, Step } from '../engine/compile.js';
import { placeOf, warning } from './problem.js';

export function checkConsent(flow: CompiledFlow): Problem[] {
  const unasked = reachedWithoutConsent(flow);
  return [...flow.steps.values()]
    .filter((step) => asksPersonal(step) && unasked.has(step.id))
    .map(({ id, node }) => warning(placeOf(id), 'consent-missing', { type: node.type }));
}

const asksPersonal = ({ type, node }: Step) => type.waits && (type.personal === true || node.sensitive === true);

/** Every node that somebody reaches who has not agreed to anything. */
function reachedWithoutConsent({ flow, steps, following }: CompiledFlow): Set<string> {
  const reached = new Set<string>();
  const ahead = [flow.start];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    const step = steps.get(id);
    if (!step || reached.has(id)) continue;
    reached.add(id);
    ahead.push(...(step.type.consents ? refusing(step) : (following.get(id) ?? [])));
  }
  return reached;
}

/** Where somebody goes on who does not agree, or who is never asked. */
function refusing({ type, options, when, next }: Step): string[] {
  const refusals = options.filter(({ code }) => code !== type.consents?.given).map((option) => option.next ?? next);
  return [...refusals, when ? next : undefined].filter((id): id is string => id !== undefined);
}
