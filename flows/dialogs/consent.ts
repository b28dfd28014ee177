/**
 * Asks for consent to take part: purpose, data, controller, rights, how to withdraw; no default, and refusing is fine
 * (Law 91/2025/QH15 and Decree 356/2025/NĐ-CP, in force since 2026-01-01).
 */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'consent',
  kind: 'dialog',
  title: { vi: 'Đồng ý tham gia', en: 'Consent' },
  start: 'ask',
  nodes: [
    {
      id: 'ask',
      type: 'consent',
      purpose: 'participation',
      text: {
        vi: [
          'Trước khi bắt đầu, xin anh/chị đọc mấy dòng này:',
          '• Mục đích: ghi nhận đánh giá và ý kiến để cải thiện dịch vụ công.\n• Dữ liệu: câu trả lời và mã tài khoản của anh/chị trên kênh này. Câu trả lời được lưu tách khỏi danh tính.\n• Bên kiểm soát dữ liệu: Bộ Nội vụ.\n• Anh/chị có quyền biết, xem, sửa, xoá, hạn chế, phản đối, khiếu nại, và rút lại đồng ý bất cứ lúc nào: gõ “dữ liệu của tôi”.',
          'Từ chối cũng không sao và không ảnh hưởng tới việc giải quyết thủ tục của anh/chị.',
          'Anh/chị có đồng ý không?',
        ].join('\n\n'),
        en: [
          'Before we begin, please read these lines:',
          '• Purpose: to take down ratings and opinions in order to improve public services.\n• Data: your answers and your account number on this channel. Answers are stored apart from who you are.\n• Controller: Ministry of Home Affairs.\n• You have the right to know, view, correct, erase, restrict, object, complain, and withdraw your consent at any time: type “my data”.',
          'It is fine to refuse; it does not affect how your case is handled.',
          'Do you agree?',
        ].join('\n\n'),
      },
      ifRefused: 'refused',
      next: 'menu',
    },
    { id: 'menu', type: 'jump', flow: 'menu' },
    {
      id: 'refused',
      type: 'end',
      text: {
        vi: 'Vâng, tôi tôn trọng lựa chọn của anh/chị và không hỏi gì thêm. Nếu đổi ý, anh/chị gõ “khảo sát”. Muốn gặp người thật, anh/chị gõ “cán bộ”.',
        en: 'I respect your choice and ask nothing more. If you change your mind, type “survey”. To reach a person, type “official”.',
      },
    },
  ],
};
