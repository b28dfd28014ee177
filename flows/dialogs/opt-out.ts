/** No more messages on our own initiative; whoever writes is still answered. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'opt-out',
  kind: 'dialog',
  title: { vi: 'Ngừng nhận tin', en: 'Stop messages' },
  start: 'stop',
  nodes: [
    {
      id: 'stop',
      type: 'send',
      act: 'opt-out',
      text: {
        vi: 'Vâng, tôi sẽ không chủ động gửi tin cho anh/chị nữa. Khi anh/chị nhắn, tôi vẫn trả lời. Muốn nhận lại, anh/chị gõ “nhận tin”.',
        en: 'I will no longer write to you on my own initiative. When you write, I still answer. To receive messages again, type “subscribe”.',
      },
      next: 'end',
    },
    { id: 'end', type: 'end' },
  ],
};
