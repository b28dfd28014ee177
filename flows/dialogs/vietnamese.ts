/** From now on in Vietnamese. */
import type { FlowDocument } from '../contract.js';

const said = 'Từ giờ tôi nói tiếng Việt. Anh/chị gõ “menu” để xem những việc tôi giúp được.';

export const flow: FlowDocument = {
  id: 'vietnamese',
  kind: 'dialog',
  title: { vi: 'Tiếng Việt', en: 'Vietnamese' },
  start: 'switch',
  nodes: [
    { id: 'switch', type: 'send', act: 'vietnamese', text: { vi: said, en: said }, next: 'end' },
    { id: 'end', type: 'end' },
  ],
};
