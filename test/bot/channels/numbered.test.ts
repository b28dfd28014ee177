import { describe, expect, it } from 'vitest';
import { numberedText } from '../../../bot/channels/numbered.js';

const phrase = (key: string) => `<${key}>`;

describe('numbered text', () => {
  it.each([
    [
      'one line an option, and what to type',
      'Anh/chị có hài lòng không?',
      [
        { key: '1', label: 'Hài lòng' },
        { key: '2', label: 'Không hài lòng' },
      ],
      'Anh/chị có hài lòng không?\n\n1. Hài lòng\n2. Không hài lòng\n\n<numbered.hint>',
    ],
    [
      'the bare numbers of a scale share a line',
      'Cho điểm',
      [
        { key: '0', label: '0 (rất tệ)' },
        { key: '1', label: '1' },
        { key: '2', label: '2' },
        { key: '3', label: '3 (rất tốt)' },
        { key: '4', label: '4' },
      ],
      'Cho điểm\n\n0. 0 (rất tệ)\n1 · 2\n3. 3 (rất tốt)\n4\n\n<numbered.hint>',
    ],
    ['without a text there is only the list', '', [{ key: '1', label: 'Có' }], '1. Có\n\n<numbered.hint>'],
    ['without options there is only the text', 'Xin cảm ơn.', [], 'Xin cảm ơn.'],
  ])('%s', (_label, text, options, expected) => {
    expect(numberedText(text, options, phrase)).toBe(expected);
  });
});
