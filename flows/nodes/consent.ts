/**
 * Asks for consent: voluntary, informed, never a default (Law 91/2025/QH15, Decree 356/2025/NĐ-CP). The text that was shown is kept with
 * the answer, because the controller must be able to prove it. Refusing is as easy as agreeing.
 */
import { z } from 'zod';
import { idSchema, type Text, textSchema } from '../contract.js';
import { wayFields } from '../fields.js';
import { defineNode, type NodeOption } from '../node-type.js';
import { isOption, readChoice } from '../reading/choice.js';
import { memo } from '../reading/memo.js';

const schema = z.strictObject({
  ...wayFields,
  type: z.literal('consent'),
  /** What is consented to, as it stands in the consent log. */
  purpose: idSchema,
  text: textSchema,
  agree: textSchema.default({ vi: 'Tôi đồng ý', en: 'I agree' }),
  refuse: textSchema.default({ vi: 'Tôi không đồng ý', en: 'I do not agree' }),
  /** Where a refusal goes on. */
  ifRefused: idSchema,
  afterTries: z.enum(['stop', 'person']).default('person'),
});
type Consent = z.infer<typeof schema>;

const yes = ['đồng ý', 'có', 'vâng', 'dạ', 'ok', 'yes', 'agree', 'có đồng ý', 'dạ đồng ý'];
const no = ['không', 'không đồng ý', 'từ chối', 'no', 'disagree', 'refuse', 'dạ không'];

const optionsOf = memo(({ agree, refuse, ifRefused }: Consent): NodeOption[] => [
  { code: 'yes', label: agree as Text, key: '1', also: yes },
  { code: 'no', label: refuse as Text, key: '2', also: no, next: ifRefused },
]);

export const node = defineNode({
  type: 'consent',
  schema,
  waits: true,
  answers: 'code',
  counted: false,
  consents: { given: 'yes' },
  options: optionsOf,
  show: (consent, { language }) => ({ text: consent.text[language] }),
  read(consent, input) {
    const hint = { kind: 'hint', key: 'hint-consent' } as const;
    if (input.type === 'tap') return { kind: 'answer', value: { kind: 'code', code: input.option } };
    const read = input.type === 'text' ? readChoice(input.text, optionsOf(consent)) : hint;
    if (isOption(read)) return { kind: 'answer', value: { kind: 'code', code: read.code } };
    return read.kind === 'hint' ? hint : read;
  },
  consequences({ purpose, text }, value, { language }) {
    const given = value.kind === 'code' && value.code === 'yes';
    return [{ type: 'consented', purpose, given, text: text[language] }];
  },
});
