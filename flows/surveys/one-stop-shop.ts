/**
 * Satisfaction with the one-stop shop (bộ phận một cửa): three questions on the five levels of the Ministry's satisfaction index.
 * Each question asks one thing; answers on the two upper levels count as satisfied, "don't know" is left out of the count.
 */
import type { FlowDocument, Text } from '../contract.js';

const levels: Text[] = [
  { vi: 'Rất không hài lòng', en: 'Very dissatisfied' },
  { vi: 'Không hài lòng', en: 'Dissatisfied' },
  { vi: 'Bình thường', en: 'Neutral' },
  { vi: 'Hài lòng', en: 'Satisfied' },
  { vi: 'Rất hài lòng', en: 'Very satisfied' },
];

const level = { type: 'scale', min: 1, max: 5, labels: levels, mayRefuse: true, mayNotKnow: true };

export const flow: FlowDocument = {
  id: 'one-stop-shop',
  kind: 'survey',
  title: { vi: 'Bộ phận một cửa', en: 'One-stop shop' },
  summary: {
    vi: 'Mức độ hài lòng về lần làm thủ tục gần nhất (3 câu, khoảng 1 phút)',
    en: 'How satisfied you were with your latest visit (3 questions, about 1 minute)',
  },
  start: 'staff',
  nodes: [
    {
      ...level,
      id: 'staff',
      text: {
        vi: 'Nghĩ về lần gần nhất anh/chị làm thủ tục tại bộ phận một cửa: anh/chị hài lòng thế nào về thái độ phục vụ của công chức?',
        en: 'Think of your latest visit to the one-stop shop: how satisfied were you with the attitude of the staff?',
      },
      next: 'time',
    },
    {
      ...level,
      id: 'time',
      text: {
        vi: 'Anh/chị hài lòng thế nào về thời gian giải quyết hồ sơ?',
        en: 'How satisfied were you with the time it took to handle your case?',
      },
      next: 'overall',
    },
    {
      ...level,
      id: 'overall',
      text: {
        vi: 'Nhìn chung, anh/chị hài lòng thế nào về bộ phận một cửa?',
        en: 'Overall, how satisfied were you with the one-stop shop?',
      },
      next: 'thanks',
    },
    {
      id: 'thanks',
      type: 'end',
      text: {
        vi: 'Cảm ơn anh/chị! Câu trả lời được tổng hợp cùng nhiều người khác, không kèm danh tính, để cải thiện bộ phận một cửa.\n\nGõ “menu” khi anh/chị cần việc khác.',
        en: 'Thank you! Your answers are put together with those of many others, without your name, to improve the one-stop shop.\n\nType “menu” if you need anything else.',
      },
    },
  ],
};
