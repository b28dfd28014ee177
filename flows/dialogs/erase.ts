/** A request to be erased, after a yes: it cannot be taken back. */
import type { FlowDocument } from '../contract.js';

export const flow: FlowDocument = {
  id: 'erase',
  kind: 'dialog',
  title: { vi: 'Xoá dữ liệu', en: 'Erase my data' },
  start: 'sure',
  expiresAfterHours: 24,
  nodes: [
    {
      id: 'sure',
      type: 'choice',
      text: {
        vi: 'Anh/chị muốn yêu cầu xoá dữ liệu của mình? Sau khi xoá thì không khôi phục được.',
        en: 'Do you want to request that your data be erased? It cannot be brought back.',
      },
      options: [
        {
          code: 'yes',
          label: { vi: 'Có, xoá dữ liệu', en: 'Yes, erase it' },
          next: 'request',
          also: ['có', 'đồng ý', 'xoá', 'yes'],
        },
        { code: 'no', label: { vi: 'Không', en: 'No' }, next: 'kept', also: ['không xoá', 'thôi'] },
      ],
      next: 'kept',
    },
    {
      id: 'request',
      type: 'send',
      act: 'erasure',
      text: {
        vi: 'Tôi đã chuyển yêu cầu xoá dữ liệu của anh/chị tới người phụ trách. Yêu cầu được thực hiện trong thời hạn luật định.',
        en: 'I have passed on your request to erase your data. It is carried out within the time that the law sets.',
      },
      next: 'end',
    },
    { id: 'end', type: 'end' },
    {
      id: 'kept',
      type: 'end',
      text: { vi: 'Dữ liệu của anh/chị được giữ nguyên.', en: 'Your data stays as it is.' },
    },
  ],
};
