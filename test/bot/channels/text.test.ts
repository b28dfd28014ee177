import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cut, lengthOf, split } from '../../../bot/channels/text.js';

const family = '👨‍👩‍👧‍👦';
const anyText = fc.string({
  unit: fc.constantFrom('a', 'ệ', 'e\u0323\u0302', ' ', '\n', '\n\n', '😀', family, 'ا', '\u200F', '1.'),
});
const withoutSpace = (text: string) => text.replace(/\s+/gu, '');

describe('clean', () => {
  it.each([
    ['decomposed Vietnamese letters are composed', 'tie\u0302\u0301ng Vie\u0323\u0302t', 'tiếng Việt'],
    ['NUL and other invisible controls go', 'a\u0000b\u0007c\u007f', 'abc'],
    ['a control between a letter and its mark does not keep them apart', 'e\u0000\u0301', 'é'],
    ['line feeds and tabs stay', 'một\n\thai', 'một\n\thai'],
    ['half a surrogate pair becomes the replacement character', 'a\uD83Db', 'a\uFFFDb'],
    ['a whole emoji stays', `vâng ${family}`, `vâng ${family}`],
    ['right-to-left marks stay', '\u200Fسلام', '\u200Fسلام'],
  ])('%s', (_label, text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it('cleans once and for all, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = clean(text);
        expect(clean(once)).toBe(once);
        expect(Buffer.from(once, 'utf8').toString('utf8')).toBe(once);
      }),
    );
  });
});

describe('cut', () => {
  it.each([
    ['a text that fits stays', 'Hài lòng', 8, 'Hài lòng'],
    ['one that does not ends in an ellipsis', 'Rất hài lòng', 8, 'Rất hài…'],
    ['an emoji is kept whole or not at all', `a${family}b`, 5, 'a…'],
    ['an emoji counts by code points', '😀😀😀', 3, '😀😀😀'],
  ])('%s', (_label, text, limit, expected) => {
    expect(cut(text, limit)).toBe(expected);
  });

  it('never exceeds the limit and never breaks a character', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const short = cut(text, limit);
        expect(lengthOf(short)).toBeLessThanOrEqual(limit);
        expect(short).not.toMatch(/\p{Surrogate}/u);
        expect(short === text || text.startsWith(short.slice(0, -1))).toBe(true);
      }),
    );
  });
});

describe('split', () => {
  it.each([
    ['a short text is one part', 'Xin chào', 20, ['Xin chào']],
    ['an empty text is one empty part', '', 20, ['']],
    ['paragraphs are kept together', 'Đoạn đầu.\n\nĐoạn hai.', 12, ['Đoạn đầu.', 'Đoạn hai.']],
    ['words are kept together', 'một hai ba bốn', 8, ['một hai', 'ba bốn']],
    ['a break exactly at the limit is used', 'một hai ba', 7, ['một hai', 'ba']],
    ['a text one longer than the limit that ends in an emoji', 'abcde😀', 5, ['abcde', '😀']],
    ['surrounding space does not become a part', `${' '.repeat(30)}chào`, 10, ['chào']],
    [
      'a letter under more marks than fit is cut through',
      `e${'\u0315'.repeat(9)}`,
      5,
      [`e${'\u0315'.repeat(4)}`, '\u0315'.repeat(5)],
    ],
  ])('%s', (_label, text, limit, expected) => {
    expect(split(text, limit)).toEqual(expected);
  });

  it('loses nothing but the space at the joints, and never exceeds the limit', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const parts = split(text, limit);
        for (const part of parts) expect(lengthOf(part)).toBeLessThanOrEqual(limit);
        expect(withoutSpace(parts.join(''))).toBe(withoutSpace(text));
      }),
    );
  });

  it('splits a million characters without hanging', () => {
    const parts = split('câu hỏi dài '.repeat(85_000), 2000);
    expect(parts.length).toBeGreaterThan(500);
  });
});
