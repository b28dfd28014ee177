/**
 * A fuller account of one visit, in ten questions: it uses every node type, and so is the survey that shows what the bot can do.
 * Where and how to reach the person is asked only after consent, and may always be left out.
 */
import type { FlowDocument, Text } from '../contract.js';

const levels: Text[] = [
  { vi: 'Rất không hài lòng', en: 'Very dissatisfied' },
  { vi: 'Không hài lòng', en: 'Dissatisfied' },
  { vi: 'Bình thường', en: 'Neutral' },
  { vi: 'Hài lòng', en: 'Satisfied' },
  { vi: 'Rất hài lòng', en: 'Very satisfied' },
];

export const flow: FlowDocument = {
  id: 'all-kinds',
  kind: 'survey',
  title: { vi: 'Kể về lần làm hồ sơ', en: 'About your visit' },
  summary: {
    vi: 'Kể chi tiết một lần làm thủ tục hành chính (10 câu, khoảng 4 phút)',
    en: 'Describe one visit to a public office in detail (10 questions, about 4 minutes)',
  },
  start: 'welcome',
  nodes: [
    {
      id: 'welcome',
      type: 'send',
      text: {
        vi: 'Cảm ơn anh/chị đã nhận lời! Xin anh/chị nghĩ về lần gần nhất mình làm thủ tục hành chính. Lúc nào anh/chị cũng có thể gõ “quay lại” hoặc “dừng”.',
        en: 'Thank you for taking part! Please think of the latest time you dealt with a public office. You can type “back” or “stop” at any time.',
      },
      next: 'service',
    },
    {
      id: 'service',
      type: 'choice',
      text: { vi: 'Anh/chị làm thủ tục thuộc lĩnh vực nào?', en: 'Which field was it about?' },
      options: [
        { code: 'civil-status', label: { vi: 'Hộ tịch', en: 'Civil status' }, also: ['khai sinh', 'kết hôn'] },
        { code: 'land', label: { vi: 'Đất đai', en: 'Land' }, also: ['sổ đỏ'] },
        { code: 'residence', label: { vi: 'Cư trú', en: 'Residence' } },
        { code: 'business', label: { vi: 'Kinh doanh', en: 'Business' } },
        { code: 'other', label: { vi: 'Lĩnh vực khác', en: 'Another field' }, also: ['khác', 'other'] },
      ],
      mayRefuse: true,
      next: 'overall',
    },
    {
      id: 'overall',
      type: 'scale',
      text: {
        vi: 'Nhìn chung, anh/chị hài lòng thế nào về lần làm thủ tục đó?',
        en: 'Overall, how satisfied were you with that visit?',
      },
      labels: levels,
      mayRefuse: true,
      mayNotKnow: true,
      branch: [{ when: { question: 'overall', less: 3 }, next: 'problems' }],
      next: 'visits',
    },
    {
      id: 'problems',
      type: 'multi',
      text: {
        vi: 'Anh/chị chưa hài lòng về điều gì? Có thể chọn nhiều ý.',
        en: 'What were you not satisfied with? You can choose several.',
      },
      options: [
        { code: 'attitude', label: { vi: 'Thái độ phục vụ', en: 'Attitude of staff' } },
        { code: 'waiting', label: { vi: 'Chờ đợi lâu', en: 'Long wait' } },
        { code: 'papers', label: { vi: 'Nhiều giấy tờ', en: 'Too many papers' } },
        { code: 'unclear', label: { vi: 'Hướng dẫn chưa rõ', en: 'Unclear guidance' } },
        { code: 'late', label: { vi: 'Trễ hẹn', en: 'Result was late' } },
      ],
      optional: true,
      next: 'visits',
    },
    {
      id: 'visits',
      type: 'number',
      text: {
        vi: 'Anh/chị phải đi lại mấy lần để xong thủ tục?',
        en: 'How many times did you have to go there to get it done?',
      },
      min: 0,
      max: 50,
      mayNotKnow: true,
      next: 'day',
    },
    {
      id: 'day',
      type: 'date',
      text: {
        vi: 'Anh/chị nộp hồ sơ vào ngày nào? Ví dụ: 15/9/2026.',
        en: 'On which day did you hand in your file? For example: 15/9/2026.',
      },
      notAfter: 'today',
      mayNotKnow: true,
      next: 'words',
    },
    {
      id: 'words',
      type: 'text',
      text: {
        vi: 'Anh/chị muốn nhắn gì thêm với cơ quan giải quyết? Xin đừng ghi tên hay số giấy tờ.',
        en: 'What else would you like to tell the office? Please leave out names and document numbers.',
      },
      maxLength: 1000,
      optional: true,
      next: 'may-contact',
    },
    {
      id: 'may-contact',
      type: 'consent',
      purpose: 'contact-back',
      text: {
        vi: 'Ba câu tiếp theo hỏi số điện thoại, vị trí và ảnh, chỉ để cơ quan giải quyết liên hệ lại và kiểm tra nơi anh/chị phản ánh. Bộ Nội vụ là bên kiểm soát dữ liệu; anh/chị xem, sửa, xoá hoặc rút lại đồng ý bằng cách gõ “dữ liệu của tôi”. Không đồng ý cũng không sao.\n\nAnh/chị có đồng ý không?',
        en: 'The next three questions ask for your phone number, a place and a photo, only so that the office can contact you and look at the place you describe. The Ministry of Home Affairs is the controller; view, correct, erase or withdraw by typing “my data”. It is fine not to agree.\n\nDo you agree?',
      },
      ifRefused: 'again',
      next: 'phone',
    },
    {
      id: 'phone',
      type: 'phone',
      text: { vi: 'Số điện thoại di động của anh/chị là gì?', en: 'What is your mobile number?' },
      optional: true,
      next: 'place',
    },
    {
      id: 'place',
      type: 'location',
      text: {
        vi: 'Anh/chị gửi giúp vị trí nơi làm thủ tục.',
        en: 'Please send the place of the office on the map.',
      },
      optional: true,
      next: 'picture',
    },
    {
      id: 'picture',
      type: 'photo',
      text: {
        vi: 'Nếu có ảnh nơi làm thủ tục, anh/chị gửi giúp. Xin đừng chụp người hoặc giấy tờ tuỳ thân.',
        en: 'If you have a photo of the office, please send it. Please do not photograph people or identity papers.',
      },
      optional: true,
      next: 'again',
    },
    {
      id: 'again',
      type: 'choice',
      text: {
        vi: 'Anh/chị có muốn nhận khảo sát như thế này lần sau không?',
        en: 'Would you like to get a survey like this another time?',
      },
      options: [
        { code: 'yes', label: { vi: 'Có', en: 'Yes' }, next: 'thanks' },
        { code: 'no', label: { vi: 'Không', en: 'No' }, next: 'opt-out' },
      ],
      next: 'thanks',
    },
    {
      id: 'thanks',
      type: 'end',
      text: {
        vi: 'Cảm ơn anh/chị đã dành thời gian! Câu trả lời giúp cơ quan nhà nước phục vụ tốt hơn.',
        en: 'Thank you for your time! Your answers help public offices to serve better.',
      },
    },
    { id: 'opt-out', type: 'jump', flow: 'opt-out' },
  ],
};
