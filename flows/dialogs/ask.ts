/** Questions to officials are not open yet: says so, and what to do instead. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'ask',
  kind: 'dialog',
  title: { vi: 'Hỏi đáp', en: 'Ask a question' },
  start: 'not-yet',
  nodes: [
    {
      id: 'not-yet',
      type: 'end',
      text: {
        vi: 'Mục hỏi đáp chưa mở. Trong lúc chờ, anh/chị có thể gõ “cán bộ” để gặp người thật, hoặc tra cứu thủ tục tại Cổng Dịch vụ công quốc gia: https://dichvucong.gov.vn',
        en: 'Asking questions is not open yet. Meanwhile you can type “official” to reach a person, or look up procedures on the National Public Service Portal: https://dichvucong.gov.vn',
      },
    },
  ],
};
