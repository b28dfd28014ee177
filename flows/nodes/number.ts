/** A number within bounds, in figures or in words. */
import { z } from 'zod';
import { questionFields } from '../fields.js';
import { defineNode, type Reading } from '../node-type.js';
import { readNumber } from '../reading/number.js';

const schema = z
  .strictObject({
    ...questionFields,
    type: z.literal('number'),
    min: z.number().default(0),
    max: z.number().default(1_000_000_000),
    integer: z.boolean().default(true),
  })
  .refine(({ min, max }) => min < max, { path: ['max'], error: 'max-not-above-min' });
type NumberNode = z.infer<typeof schema>;

export const node = defineNode({
  type: 'number',
  schema,
  waits: true,
  answers: 'number',
  show: (node, { language }) => ({ text: node.text[language] }),
  read(node, input) {
    const number = input.type === 'text' ? readNumber(input.text, { integer: node.integer }) : null;
    if (number === null) return hint(node, 'hint-number');
    if (node.integer && !Number.isInteger(number)) return hint(node, 'hint-integer');
    if (number < node.min || number > node.max) return hint(node, 'hint-number-range');
    return { kind: 'answer', value: { kind: 'number', number } };
  },
});

/** A number that most questions could be answered with. */
const usualExample = 2;

const hint = ({ min, max }: NumberNode, key: string): Reading => ({
  kind: 'hint',
  key,
  values: { min, max, example: Math.min(Math.max(usualExample, min), max) },
});
