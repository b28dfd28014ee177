/** Consultations are not open yet: says so, and what to do instead. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'consult',
  kind: 'dialog',
  title: { vi: 'Xin ý kiến', en: 'Consultations' },
  start: 'not-yet',
  nodes: [
    {
      id: 'not-yet',
      type: 'end',
      text: {
        vi: 'Mục xin ý kiến chưa mở. Trong lúc chờ, anh/chị có thể góp ý dự thảo tại Cổng Thông tin điện tử Chính phủ: https://chinhphu.vn, hoặc gõ “khảo sát” để đánh giá dịch vụ công.',
        en: 'Consultations are not open yet. Meanwhile you can comment on drafts on the Government Portal: https://chinhphu.vn, or type “survey” to rate a public service.',
      },
    },
  ],
};
