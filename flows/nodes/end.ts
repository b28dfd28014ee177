/** The end of a flow, with a last word if there is one. */
import { z } from 'zod';
import { idSchema, textSchema } from '../contract.js';
import { wayFields } from '../fields.js';
import { defineNode } from '../node-type.js';

const { id, when } = wayFields;
const schema = z.strictObject({
  id,
  when,
  /** Only where `when` may pass it by. */
  next: idSchema.optional(),
  type: z.literal('end'),
  text: textSchema.optional(),
});

export const node = defineNode({
  type: 'end',
  schema,
  waits: false,
  ends: true,
  show: ({ text }, { language }) => (text ? { text: text[language] } : {}),
});
