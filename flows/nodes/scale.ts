/** A level from `min` to `max`: five named levels of satisfaction, or 0 to 10 with the two ends named in the question. */
import { z } from 'zod';
import { textSchema } from '../contract.js';
import { questionFields } from '../fields.js';
import { defineNode, type NodeOption } from '../node-type.js';
import { isOption, readChoice } from '../reading/choice.js';
import { memo } from '../reading/memo.js';
import { readNumber } from '../reading/number.js';

const schema = z
  .strictObject({
    ...questionFields,
    type: z.literal('scale'),
    /** 0 to 10 is the longest scale in use: beyond eleven levels nobody tells them apart. */
    min: z.number().int().min(0).max(1).default(1),
    max: z.number().int().min(2).max(10).default(5),
    /** One name per level, from the lowest. */
    labels: z.array(textSchema).optional(),
  })
  .refine(({ min, max, labels }) => !labels || labels.length === max - min + 1, {
    path: ['labels'],
    error: 'labels-per-level',
  });
type Scale = z.infer<typeof schema>;

const optionsOf = memo(({ min, max, labels }: Scale): NodeOption[] =>
  Array.from({ length: max - min + 1 }, (_, index) => {
    const level = String(min + index);
    return { code: level, label: labels?.[index] ?? { vi: level, en: level }, key: level };
  }),
);

export const node = defineNode({
  type: 'scale',
  schema,
  waits: true,
  answers: 'number',
  options: optionsOf,
  show: (scale, { language }) => ({ text: scale.text[language] }),
  read(scale, input) {
    const hint = { kind: 'hint', key: 'hint-scale', values: { min: scale.min, max: scale.max } } as const;
    if (input.type === 'tap') return { kind: 'answer', value: { kind: 'number', number: Number(input.option) } };
    if (input.type !== 'text') return hint;
    const number = readNumber(input.text);
    if (number !== null) return fits(scale, number) ? { kind: 'answer', value: { kind: 'number', number } } : hint;
    const read = readChoice(input.text, optionsOf(scale));
    if (isOption(read)) return { kind: 'answer', value: { kind: 'number', number: Number(read.code) } };
    return read.kind === 'hint' ? hint : read;
  },
});

const fits = ({ min, max }: Scale, level: number) => Number.isInteger(level) && level >= min && level <= max;
