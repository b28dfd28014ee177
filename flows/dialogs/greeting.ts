/** The first message: says that a machine is speaking and who runs it, then asks for consent. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'greeting',
  kind: 'dialog',
  title: { vi: 'Lời chào', en: 'Greeting' },
  start: 'hello',
  nodes: [
    {
      id: 'hello',
      type: 'send',
      text: {
        vi: 'Kính chào anh/chị! Tôi là Lắng Nghe, trợ lý trò chuyện tự động của Bộ Nội vụ: anh/chị đang nói chuyện với máy, không phải với người. Tôi ghi nhận đánh giá của anh/chị về dịch vụ công. Muốn gặp người thật, anh/chị gõ “cán bộ”.\n\nFor English, type: english',
        en: 'Hello! I am Lắng Nghe, the automated chat assistant of the Ministry of Home Affairs of Viet Nam: you are talking to a machine, not to a person. I take down how you rate public services. To reach a person, type “official”.\n\nĐể dùng tiếng Việt, gõ: tiếng việt',
      },
      next: 'consent',
    },
    { id: 'consent', type: 'jump', flow: 'consent' },
  ],
};
