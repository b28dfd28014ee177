/** The fields that node types share. */
import { z } from 'zod';
import { conditionSchema } from './conditions.js';
import { idSchema, textSchema } from './contract.js';
import { maxOptions } from './limits.js';
import type { NodeOption } from './node-type.js';

/** Codes travel in tap payloads and exports. What begins with "_" is the engine's own (skip, refuse, change …). */
export const codeSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'not-option-code');

/** Where it goes on, and whether it comes at all. */
export const wayFields = {
  id: idSchema,
  next: idSchema.optional(),
  /** Go elsewhere when a condition holds; the first that holds counts. */
  branch: z.array(z.strictObject({ when: conditionSchema, next: idSchema })).optional(),
  /** Come by only when this holds, otherwise go on to `next`. */
  when: conditionSchema.optional(),
};

/** What every question has. */
export const questionFields = {
  ...wayFields,
  text: textSchema,
  /** May be skipped. */
  optional: z.boolean().optional(),
  /** "Rather not say" and "don't know" count as answers. */
  mayRefuse: z.boolean().optional(),
  mayNotKnow: z.boolean().optional(),
  /** Personal data: encrypted at rest. */
  sensitive: z.boolean().optional(),
  /** After three answers that could not be read. Default: skip when optional, else a person. */
  afterTries: z.enum(['skip', 'stop', 'person']).optional(),
};

/** One of several things to choose. `also`: other words that people type for it. */
export const optionSchema = z.strictObject({
  code: codeSchema,
  label: textSchema,
  also: z.array(z.string().min(1)).optional(),
});

export const listOf = <Option extends z.ZodType>(option: Option) =>
  z.array(option).min(2, 'too-few-options').max(maxOptions, 'too-many-options');

/** Options as they are offered: numbered from 1. */
export function numbered(options: (z.infer<typeof optionSchema> & { next?: string | undefined })[]): NodeOption[] {
  return options.map((option, index) => ({ ...option, key: String(index + 1) }));
}
