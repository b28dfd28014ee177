/** One or more photos. */
import { z } from 'zod';
import { questionFields } from '../fields.js';
import { maxPhotos } from '../limits.js';
import { defineNode } from '../node-type.js';

const schema = z.strictObject({ ...questionFields, type: z.literal('photo') });

export const node = defineNode({
  type: 'photo',
  schema,
  waits: true,
  answers: 'photo',
  personal: true,
  show: (node, { language }) => ({ text: node.text[language], wants: 'photo' }),
  read(_node, input) {
    const urls = input.type === 'photo' ? input.urls.slice(0, maxPhotos) : [];
    return urls.length > 0 ? { kind: 'answer', value: { kind: 'photo', urls } } : { kind: 'hint', key: 'hint-photo' };
  },
});
