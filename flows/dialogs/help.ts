/** What can be typed at any time. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'help',
  kind: 'dialog',
  title: { vi: 'Trợ giúp', en: 'Help' },
  start: 'help',
  nodes: [
    {
      id: 'help',
      type: 'end',
      text: {
        vi: [
          'Tôi là trợ lý tự động của Bộ Nội vụ. Anh/chị có thể bấm nút, hoặc gõ (có dấu hay không dấu đều được):',
          '• “menu”: những việc tôi giúp được\n• “khảo sát”: đánh giá dịch vụ công\n• “quay lại”, “bỏ qua”, “dừng”: trong khi làm khảo sát\n• “cán bộ”: gặp người thật\n• “dữ liệu của tôi”, “xoá dữ liệu”: quyền của anh/chị với dữ liệu\n• “ngừng nhận tin”, “nhận tin”: tắt hoặc bật tin tôi chủ động gửi\n• “english”: dùng tiếng Anh',
        ].join('\n\n'),
        en: [
          'I am the automated assistant of the Ministry of Home Affairs. You can tap a button, or type:',
          '• “menu”: what I can do for you\n• “survey”: rate a public service\n• “back”, “skip”, “stop”: during a survey\n• “official”: reach a person\n• “my data”, “erase my data”: your rights over your data\n• “unsubscribe”, “subscribe”: turn off or on what I send on my own initiative\n• “tiếng việt”: use Vietnamese',
        ].join('\n\n'),
      },
    },
  ],
};
