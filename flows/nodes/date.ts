/** A day. `notAfter` and `notBefore` are days (YYYY-MM-DD) or `today`. */
import { z } from 'zod';
import { questionFields } from '../fields.js';
import { defineNode, type Reading } from '../node-type.js';
import { readDate, showDate, today } from '../reading/date.js';

const bound = z
  .string()
  .refine((day) => day === 'today' || z.iso.date().safeParse(day).success, 'not-day')
  .optional();
const schema = z.strictObject({ ...questionFields, type: z.literal('date'), notBefore: bound, notAfter: bound });
type DateNode = z.infer<typeof schema>;

export const node = defineNode({
  type: 'date',
  schema,
  waits: true,
  answers: 'date',
  show: (node, { language }) => ({ text: node.text[language] }),
  read(node, input, { at }) {
    if (input.type !== 'text') return { kind: 'hint', key: 'hint-date' };
    const reading = readDate(input.text, at);
    if (!reading.found) return { kind: 'hint', key: reading.impossible ? 'hint-date-impossible' : 'hint-date' };
    return outside(node, reading.date, at) ?? { kind: 'answer', value: { kind: 'date', date: reading.date } };
  },
});

function outside({ notBefore, notAfter }: DateNode, date: string, at: number): Reading | undefined {
  const [from, to] = [notBefore, notAfter].map((day) => (day === 'today' ? today(at) : day));
  if (to && date > to) return { kind: 'hint', key: 'hint-date-after', values: { day: showDate(to) } };
  if (from && date < from) return { kind: 'hint', key: 'hint-date-before', values: { day: showDate(from) } };
  return undefined;
}
