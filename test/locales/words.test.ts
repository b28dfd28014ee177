import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createWords } from '../../locales/index.js';
import { createTemplate } from '../../locales/template.js';

const folder = new URL('../../locales/', import.meta.url);
const namespaces = (language: string) =>
  readdirSync(new URL(`${language}/`, folder))
    .filter((file) => file.endsWith('.json'))
    .sort();
const read = (language: string, file: string): Record<string, string> =>
  flat(JSON.parse(readFileSync(new URL(`${language}/${file}`, folder), 'utf8')));

/** "route.no-flow" → text. */
function flat(words: object, under = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[under + key, value]] : Object.entries(flat(value, `${under}${key}.`)),
    ),
  );
}

/** Vietnamese has one plural form, English two: keys are compared without their plural ending. */
const base = (key: string) => key.replace(/_(?:one|other)$/, '');
const places = (text: string) => [...text.matchAll(/\{\{\s*([\w-]+)\s*\}\}/g)].map(([, name]) => name).sort();

describe('Vietnamese and English', () => {
  it('have the same files', () => expect(namespaces('en')).toEqual(namespaces('vi')));

  describe.each(namespaces('vi'))('%s', (file) => {
    const vi = read('vi', file);
    const en = read('en', file);

    it('has the same keys', () => {
      const names = (words: object) => [...new Set(Object.keys(words).map(base))].sort();
      expect(names(en)).toEqual(names(vi));
    });

    it('has the same places for values', () => {
      for (const [key, text] of Object.entries(en)) {
        expect([key, places(text)]).toEqual([key, places(vi[key] ?? vi[`${base(key)}_other`] ?? '')]);
      }
    });

    it('has no empty text and no stray space', () => {
      for (const text of [...Object.values(vi), ...Object.values(en)]) {
        expect(text).not.toBe('');
        expect(text).toBe(text.trim());
      }
    });

    it('is written in composed characters (NFC)', () => {
      for (const text of Object.values(vi)) expect(text).toBe(text.normalize('NFC'));
    });
  });
});

describe('words', async () => {
  const words = await createWords();

  it('are spoken in both languages', () => {
    expect(words.phrase('vi', 'label-skip')).toBe('Bỏ qua');
    expect(words.phrase('en', 'label-skip')).toBe('Skip');
    expect(words.t('en', 'bot', 'label-skip')).toBe('Skip');
  });

  it('take values, without changing what is in them', () => {
    expect(words.phrase('vi', 'progress', { position: 2, total: 3 })).toBe('Câu 2/3');
    expect(words.phrase('vi', 'changed', { answer: '<b>$& {{answer}}' })).toBe('Đã đổi thành <b>$& {{answer}}.');
  });

  it('that are missing in another language are said in Vietnamese', () => {
    expect(words.phrase('fr', 'label-skip')).toBe('Bỏ qua');
  });

  it('that do not exist show their key', () => expect(words.phrase('vi', 'no-such-key')).toBe('no-such-key'));
});

describe('a template', () => {
  it.each([
    ['không có chỗ trống', {}, 'không có chỗ trống'],
    ['{{a}} và {{ b }}', { a: 1, b: 'hai' }, '1 và hai'],
    ['{{a}}{{a}}', { a: 'x' }, 'xx'],
    ['thiếu {{a}}', {}, 'thiếu {{a}}'],
    ['{{constructor}}', {}, '{{constructor}}'],
  ])('%s', (text, values, said) => expect(createTemplate(text)(values)).toBe(said));
});
