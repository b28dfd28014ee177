/** Reads an input as an answer to a step. */
import type { Input } from '../contract.js';
import type { Reading } from '../node-type.js';
import { namedBy } from '../reading/choice.js';
import { readEscape } from '../reading/escape.js';
import type { Step } from './compile.js';
import type { Turn } from './turn.js';

export function read(turn: Turn, step: Step, input: Exclude<Input, { type: 'tap' | 'command' }>): Reading {
  const picked = turn.session.picked ?? [];
  const way = input.type === 'text' && picked.length === 0 && readEscape(input.text, step.escapes);
  if (way && namedBy(input.text, step.options).length === 0) return { kind: 'answer', value: { kind: way.kind } };
  return readByType(turn, step, input, picked);
}

/** `picked`: what was chosen before, of a question that takes several. */
export function readTap(turn: Turn, step: Step, option: string, picked: string[]): Reading {
  const way = step.escapes.find((one) => one.option === option);
  if (way) return { kind: 'answer', value: { kind: way.kind } };
  return readByType(turn, step, { type: 'tap', node: step.id, option }, picked);
}

function readByType({ session, at }: Turn, { type, node }: Step, input: Input, picked: string[]): Reading {
  return (
    type.read?.(node, input, { language: session.language, at, picked }) ?? { kind: 'hint', key: 'not-understood' }
  );
}
