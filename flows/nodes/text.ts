/** The person's own words. */
import { z } from 'zod';
import { questionFields } from '../fields.js';
import { maxTextLength } from '../limits.js';
import { defineNode } from '../node-type.js';
import { clean, lengthOf } from '../reading/clean.js';

const schema = z.strictObject({
  ...questionFields,
  type: z.literal('text'),
  minLength: z.number().int().min(1).default(1),
  maxLength: z.number().int().max(maxTextLength).default(maxTextLength),
});

/** A Vietnamese letter with two marks is three characters when decomposed; more than that per letter is too long without counting. */
const unitsPerCharacter = 4;

export const node = defineNode({
  type: 'text',
  schema,
  waits: true,
  answers: 'text',
  show: (node, { language }) => ({ text: node.text[language] }),
  read({ minLength, maxLength }, input) {
    if (input.type !== 'text') return { kind: 'hint', key: 'hint-text' };
    const tooLong = { kind: 'hint', key: 'hint-text-long', values: { max: maxLength } } as const;
    if (input.text.length > maxLength * unitsPerCharacter) return tooLong;
    const text = clean(input.text);
    const length = lengthOf(text);
    if (length > maxLength) return tooLong;
    if (length < minLength) return { kind: 'hint', key: 'hint-text-short', values: { min: minLength } };
    return { kind: 'answer', value: { kind: 'text', text } };
  },
});
