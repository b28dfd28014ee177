/** A place on the map, sent with the platform's own "share location". */
import { z } from 'zod';
import { questionFields } from '../fields.js';
import { defineNode } from '../node-type.js';

const schema = z.strictObject({ ...questionFields, type: z.literal('location') });

export const node = defineNode({
  type: 'location',
  schema,
  waits: true,
  answers: 'location',
  personal: true,
  show: (node, { language }) => ({ text: node.text[language], wants: 'location' }),
  read(_node, input) {
    if (input.type !== 'location' || !onEarth(input)) return { kind: 'hint', key: 'hint-location' };
    const { latitude, longitude } = input;
    return { kind: 'answer', value: { kind: 'location', latitude, longitude } };
  },
});

/** Not a number fails both comparisons. */
const onEarth = ({ latitude, longitude }: { latitude: number; longitude: number }) =>
  Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
