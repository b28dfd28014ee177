/** The person wants a human being. Says honestly what happens: no queue answers yet, officials read the channel's inbox. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'person',
  kind: 'dialog',
  title: { vi: 'Gặp cán bộ', en: 'Talk to an official' },
  start: 'request',
  nodes: [
    {
      id: 'request',
      type: 'send',
      act: 'person',
      text: {
        vi: 'Tôi đã ghi nhận yêu cầu gặp cán bộ. Cán bộ quản lý kênh này có thể trả lời anh/chị ngay tại đây, trong giờ làm việc. Nếu việc gấp, anh/chị nên liên hệ trực tiếp Bộ phận Một cửa nơi giải quyết hồ sơ.',
        en: 'I have noted that you want to talk to an official. The officials who run this channel can answer you right here, in working hours. If it is urgent, please contact the one-stop shop that handles your case.',
      },
      next: 'end',
    },
    { id: 'end', type: 'end' },
  ],
};
