/** Ends here and goes on with another flow; `resume` takes up a parked session of that flow if there is one. */
import { z } from 'zod';
import { idSchema } from '../contract.js';
import { wayFields } from '../fields.js';
import { defineNode } from '../node-type.js';

const { id, when } = wayFields;
const schema = z.strictObject({
  id,
  when,
  /** Only where `when` may pass it by. */
  next: idSchema.optional(),
  type: z.literal('jump'),
  flow: idSchema,
  resume: z.boolean().default(false),
});

export const node = defineNode({
  type: 'jump',
  schema,
  waits: false,
  ends: true,
  leadsTo: ({ flow }) => [flow],
  show: ({ flow, resume }) => ({ events: [{ type: 'jumped', flow, resume }] }),
});
