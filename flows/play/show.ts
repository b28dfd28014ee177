/** What happened, as it is printed in a terminal: what is said in full, everything else in one grey line. */
import type { FlowEvent } from '../contract.js';

const grey = (text: string) => `\u001b[90m${text}\u001b[39m`;

export function show(event: FlowEvent): string {
  if (event.type !== 'said') return grey(`  · ${describe(event)}`);
  const options = (event.options ?? []).map(({ key, label }) => `    ${key}  ${label}`);
  const wants = event.wants ? [grey(`    (asks for: ${event.wants})`)] : [];
  return ['', ...event.text.split('\n').map((line) => `  ${line}`), ...options, ...wants].join('\n');
}

function describe({ type, ...rest }: Exclude<FlowEvent, { type: 'said' }>): string {
  const details = Object.entries(rest).map(
    ([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`,
  );
  return [type, details.join(', ')].filter(Boolean).join('  ');
}
