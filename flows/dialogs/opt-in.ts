/** Messages on our own initiative are welcome again. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'opt-in',
  kind: 'dialog',
  title: { vi: 'Nhận tin', en: 'Receive messages' },
  start: 'go',
  nodes: [
    {
      id: 'go',
      type: 'send',
      act: 'opt-in',
      text: {
        vi: 'Vâng, tôi sẽ báo anh/chị khi có khảo sát mới. Muốn ngừng, anh/chị gõ “ngừng nhận tin”.',
        en: 'I will tell you when there is a new survey. To stop, type “unsubscribe”.',
      },
      next: 'end',
    },
    { id: 'end', type: 'end' },
  ],
};
