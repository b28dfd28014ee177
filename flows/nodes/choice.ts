/** One of several: by tap, number, letter or label. */
import { z } from 'zod';
import { idSchema } from '../contract.js';
import { listOf, numbered, optionSchema, questionFields } from '../fields.js';
import { defineNode } from '../node-type.js';
import { isOption, readChoice } from '../reading/choice.js';
import { memo } from '../reading/memo.js';

const schema = z.strictObject({
  ...questionFields,
  type: z.literal('choice'),
  /** Each may lead elsewhere. */
  options: listOf(optionSchema.extend({ next: idSchema.optional() })),
});

const optionsOf = memo((choice: z.infer<typeof schema>) => numbered(choice.options));

export const node = defineNode({
  type: 'choice',
  schema,
  waits: true,
  answers: 'code',
  options: optionsOf,
  show: (choice, { language }) => ({ text: choice.text[language] }),
  read(choice, input) {
    if (input.type === 'tap') return { kind: 'answer', value: { kind: 'code', code: input.option } };
    if (input.type !== 'text') return { kind: 'hint', key: 'hint-choice' };
    const read = readChoice(input.text, optionsOf(choice));
    return isOption(read) ? { kind: 'answer', value: { kind: 'code', code: read.code } } : read;
  },
});
