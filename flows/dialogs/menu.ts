/** What can be done here. Only what works stands in it; five entries, because Zalo shows five buttons. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'menu',
  kind: 'dialog',
  title: { vi: 'Menu', en: 'Menu' },
  start: 'ask',
  expiresAfterHours: 24,
  nodes: [
    {
      id: 'ask',
      type: 'choice',
      text: { vi: 'Anh/chị muốn làm gì?', en: 'What would you like to do?' },
      options: [
        { code: 'survey', label: { vi: 'Làm khảo sát', en: 'Take a survey' }, next: 'survey' },
        { code: 'person', label: { vi: 'Gặp cán bộ', en: 'Talk to an official' }, next: 'person' },
        { code: 'my-data', label: { vi: 'Dữ liệu của tôi', en: 'My data' }, next: 'my-data' },
        { code: 'language', label: { vi: 'Ngôn ngữ · Language', en: 'Language · Ngôn ngữ' }, next: 'language' },
        { code: 'help', label: { vi: 'Trợ giúp', en: 'Help' }, next: 'help' },
      ],
      next: 'survey',
    },
    { id: 'survey', type: 'jump', flow: 'pick-survey' },
    { id: 'person', type: 'jump', flow: 'person' },
    { id: 'my-data', type: 'jump', flow: 'my-data' },
    { id: 'language', type: 'jump', flow: 'language' },
    { id: 'help', type: 'jump', flow: 'help' },
  ],
};
