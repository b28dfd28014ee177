/** From now on in English. */
import type { FlowDocument } from '../contract.js';

const said = 'From now on I speak English. Type “menu” to see what I can do for you.';

export const flow: FlowDocument = {
  id: 'english',
  kind: 'dialog',
  title: { vi: 'Tiếng Anh', en: 'English' },
  start: 'switch',
  nodes: [
    { id: 'switch', type: 'send', act: 'english', text: { vi: said, en: said }, next: 'end' },
    { id: 'end', type: 'end' },
  ],
};
