/** Vietnamese or English. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'language',
  kind: 'dialog',
  title: { vi: 'Ngôn ngữ', en: 'Language' },
  start: 'ask',
  expiresAfterHours: 24,
  nodes: [
    {
      id: 'ask',
      type: 'choice',
      text: { vi: 'Anh/chị muốn dùng ngôn ngữ nào?', en: 'Which language would you like to use?' },
      options: [
        { code: 'vi', label: { vi: 'Tiếng Việt', en: 'Tiếng Việt' }, next: 'vietnamese' },
        { code: 'en', label: { vi: 'English', en: 'English' }, next: 'english' },
      ],
      next: 'vietnamese',
    },
    { id: 'vietnamese', type: 'jump', flow: 'vietnamese' },
    { id: 'english', type: 'jump', flow: 'english' },
  ],
};
