/** A Vietnamese mobile number, typed or handed over by the platform's own form; kept as E.164. */
import { z } from 'zod';
import { questionFields } from '../fields.js';
import { defineNode } from '../node-type.js';
import { readPhone } from '../reading/phone.js';

const schema = z.strictObject({ ...questionFields, type: z.literal('phone') });

export const node = defineNode({
  type: 'phone',
  schema,
  waits: true,
  answers: 'text',
  personal: true,
  show: (node, { language }) => ({ text: node.text[language], wants: 'phone' }),
  read(_node, input) {
    const typed = input.type === 'phone' ? input.phone : input.type === 'text' ? input.text : '';
    const phone = readPhone(typed);
    return phone ? { kind: 'answer', value: { kind: 'text', text: phone } } : { kind: 'hint', key: 'hint-phone' };
  },
});
