/** What is kept about a person, and the rights that work already: withdrawing consent and having data erased. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'my-data',
  kind: 'dialog',
  title: { vi: 'Dữ liệu của tôi', en: 'My data' },
  start: 'ask',
  expiresAfterHours: 24,
  nodes: [
    {
      id: 'ask',
      type: 'choice',
      text: {
        vi: 'Tôi lưu: mã tài khoản của anh/chị trên kênh này, ngôn ngữ, những lần đồng ý hoặc từ chối, nội dung trò chuyện (đã mã hoá), và câu trả lời khảo sát (tách khỏi danh tính). Hiện tôi chưa gửi được bản sao tại đây; muốn xem hoặc sửa, anh/chị gõ “cán bộ”.\n\nAnh/chị muốn làm gì?',
        en: 'I keep: your account number on this channel, your language, when you agreed or refused, what was written here (encrypted), and your survey answers (apart from who you are). I cannot send you a copy here yet; to view or correct it, type “official”.\n\nWhat would you like to do?',
      },
      options: [
        { code: 'withdraw', label: { vi: 'Rút lại đồng ý', en: 'Withdraw consent' }, next: 'withdraw' },
        { code: 'erase', label: { vi: 'Xoá dữ liệu', en: 'Erase my data' }, next: 'erase' },
        { code: 'menu', label: { vi: 'Về menu', en: 'Back to the menu' }, next: 'menu' },
      ],
      next: 'menu',
    },
    {
      id: 'withdraw',
      type: 'send',
      act: 'withdraw-consent',
      purpose: 'participation',
      text: {
        vi: 'Tôi đã ghi nhận anh/chị rút lại đồng ý và không hỏi gì thêm. Những câu đã trả lời trước đó vẫn được giữ, tách khỏi danh tính; nếu muốn xoá, anh/chị gõ “xoá dữ liệu”.',
        en: 'Your consent is withdrawn and I ask nothing more. What you answered before is kept apart from who you are; to have it erased, type “erase my data”.',
      },
      next: 'end',
    },
    { id: 'end', type: 'end' },
    { id: 'erase', type: 'jump', flow: 'erase' },
    { id: 'menu', type: 'jump', flow: 'menu' },
  ],
};
