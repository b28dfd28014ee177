/** What a bench prints: one figure a line, with its target and whether it was met; or all of them as JSON. */

export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** To what it was compared to in the same run; null where there is nothing to compare. */
  ratio: number | null;
  /** What 1.0 stands for. */
  baseline: string | null;
  /** As it is said: ">= 0.6". Null = told for orientation, nothing hangs on it. */
  target: string | null;
  /** Null where there is no target. */
  ok: boolean | null;
}

interface Told {
  name: string;
  value: number;
  unit: string;
  ratio?: number;
  baseline?: string;
  target?: Target;
}
export interface Target {
  is: '>=' | '<=' | '=';
  than: number;
}

export const atLeast = (than: number): Target => ({ is: '>=', than });
export const atMost = (than: number): Target => ({ is: '<=', than });
export const exactly = (than: number): Target => ({ is: '=', than });

const meets = (value: number, { is, than }: Target): boolean =>
  is === '>=' ? value >= than : is === '<=' ? value <= than : value === than;

/** The target is about the ratio where there is one, else about the value. */
export function figure({ name, value, unit, ratio, baseline, target }: Told): Figure {
  return {
    name,
    value: round(value),
    unit,
    ratio: ratio === undefined ? null : round(ratio),
    baseline: baseline ?? null,
    target: target ? `${target.is} ${target.than}` : null,
    ok: target ? meets(ratio ?? value, target) : null,
  };
}

const round = (value: number): number => (Number.isFinite(value) ? Number(value.toPrecision(4)) : value);

/** Prints the figures and returns the exit code: 1 when a target was missed. */
export function report(figures: Figure[], { json }: { json: boolean }): number {
  console.log(json ? JSON.stringify(figures, null, 2) : figures.map(lineOf).join('\n'));
  return figures.some(({ ok }) => ok === false) ? 1 : 0;
}

function lineOf({ name, value, unit, ratio, baseline, target, ok }: Figure): string {
  const told = ratio === null ? `${value} ${unit}` : `${ratio} × ${baseline} (${value} ${unit})`;
  const judged = target === null ? '' : `   ${ok ? 'ok' : 'MISSED'} (target ${target})`;
  return `${name.padEnd(66)} ${told}${judged}`;
}

/** The middle one of the rounds: a round that something else disturbed does not move it. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
