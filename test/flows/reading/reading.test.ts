import { describe, expect, it } from 'vitest';
import { numbered } from '../../../flows/fields.js';
import { isOption, readChoice } from '../../../flows/reading/choice.js';
import { clean } from '../../../flows/reading/clean.js';
import { readDate } from '../../../flows/reading/date.js';
import { escapesOf, readEscape } from '../../../flows/reading/escape.js';
import { fold, plain } from '../../../flows/reading/fold.js';
import { readNumber } from '../../../flows/reading/number.js';
import { readPhone } from '../../../flows/reading/phone.js';
import { readSeveral } from '../../../flows/reading/several.js';
import { begin } from '../universe.js';

const label = (vi: string, en: string) => ({ vi, en });

describe('folding', () => {
  it.each([
    ['Đường Hồ Chí Minh', 'duong ho chi minh'],
    ['Hài lòng'.normalize('NFD'), 'hai long'],
    ['  RẤT   hài\tlòng!!  ', 'rat hai long'],
    ['“Có.”', 'co'],
    ['👍', ''],
    ['\u202eabc', 'abc'],
    ['\ud800', ''],
    ['a\u0000b', 'a\u0000b'],
  ])('%j → %j', (text, folded) => expect(fold(text)).toBe(folded));

  it('keeps marks where they are wanted', () => expect(plain(' Đúng. ')).toBe('đúng'));
});

describe('text as it is stored', () => {
  it.each([
    ['hài lòng'.normalize('NFD'), 'hài lòng'],
    ['a\u0000b\u0007c', 'abc'],
    ['dòng 1\ndòng 2\tx', 'dòng 1\ndòng 2\tx'],
    ['nửa \ud83d đôi', 'nửa \ufffd đôi'],
    ['đủ 😊', 'đủ 😊'],
    ['  gọn  ', 'gọn'],
  ])('%j → %j', (text, cleaned) => expect(clean(text)).toBe(cleaned));
});

describe('numbers', () => {
  it.each<[string, number | null]>([
    ['5', 5],
    [' 5 điểm', 5],
    ['5 diem', 5],
    ['5*', 5],
    ['số 3', 3],
    ['câu 2', 2],
    ['năm', 5],
    ['nam', 5],
    ['Mười', 10],
    ['ba lần', 3],
    ['seven', 7],
    ['10', 10],
    ['-3', -3],
    ['7,5', 7.5],
    ['7.5', 7.5],
    ['', null],
    ['năm sáu', null],
    ['5 hay 6', null],
    ['constructor', null],
    ['1e9', null],
    ['9'.repeat(1000), null],
    ['٥', null],
  ])('%j → %j', (text, number) => expect(readNumber(text)).toBe(number));

  it.each<[string, number | null]>([
    ['1.200', 1200],
    ['1,200,000', 1_200_000],
    ['36.525 đồng', 36_525],
    ['1.2', 1.2],
  ])('whole number %j → %j', (text, number) => expect(readNumber(text, { integer: true })).toBe(number));
});

describe('one of several', () => {
  const options = numbered([
    { code: 'very-bad', label: label('Rất không hài lòng', 'Very dissatisfied') },
    { code: 'bad', label: label('Không hài lòng', 'Dissatisfied') },
    { code: 'good', label: label('Hài lòng', 'Satisfied'), also: ['ok', 'tốt'] },
    { code: 'other', label: label('Khác', 'Other') },
    { code: 'guest', label: label('Khách', 'Guest') },
  ]);
  const alike = numbered([
    { code: 'friend', label: label('Bạn', 'Friend') },
    { code: 'sell', label: label('Bán', 'Sell') },
  ]);
  const names = (text: string, among = options) => {
    const read = readChoice(text, among);
    if (isOption(read)) return read.code;
    return read.kind === 'either' ? `${read.first.vi} / ${read.second.vi}` : read.kind;
  };

  it.each([
    ['3', 'good'],
    ['số 3', 'good'],
    ['c', 'good'],
    ['ý b', 'bad'],
    ['Hài lòng', 'good'],
    ['hai long', 'good'],
    ['HÀI LÒNG.', 'good'],
    ['khong hai long', 'bad'],
    ['rat khong', 'very-bad'],
    ['dissatisfied', 'bad'],
    ['tot', 'good'],
    ['khác', 'other'],
    ['khách', 'guest'],
    ['9', 'hint'],
    ['', 'hint'],
    ['không có ý kiến', 'hint'],
    ['x'.repeat(100_000), 'hint'],
  ])('%j → %s', (text, code) => expect(names(text)).toBe(code));

  it('asks back when two labels look alike without marks', () => {
    expect(names('ban', alike)).toBe('Bạn / Bán');
    expect(names('bán', alike)).toBe('sell');
  });

  it('asks back when two labels begin alike', () => {
    const two = numbered([
      { code: 'bike', label: label('Xe đạp', 'Bicycle') },
      { code: 'bus', label: label('Xe buýt', 'Bus') },
      { code: 'walk', label: label('Đi bộ', 'On foot') },
    ]);
    expect(names('xe', two)).toBe('Xe đạp / Xe buýt');
  });
});

describe('several in one line', () => {
  const options = numbered([
    { code: 'roads', label: label('Đường', 'Roads') },
    { code: 'power', label: label('Điện', 'Power') },
    { code: 'water', label: label('Nước và rác', 'Water and waste') },
    { code: 'schools', label: label('Trường học', 'Schools') },
  ]);
  it.each([
    ['1, 3 và 4', ['roads', 'water', 'schools']],
    ['1 3 4', ['roads', 'water', 'schools']],
    ['1.3.4', ['roads', 'water', 'schools']],
    ['a c', ['roads', 'water']],
    ['duong, dien', ['roads', 'power']],
    ['nước và rác', ['water']],
    ['2;2;2', ['power']],
    ['roads and power', ['roads', 'power']],
    ['2', ['power']],
    ['13', null],
    ['1, 9', null],
    ['', null],
    ['và', null],
  ])('%j → %j', (text, codes) => {
    const read = readSeveral(text, options);
    expect(Array.isArray(read) ? read.map(({ code }) => code) : null).toEqual(codes);
  });
});

describe('dates (today is Sunday 22 November 2026)', () => {
  it.each([
    ['hôm nay', '2026-11-22'],
    ['hom qua', '2026-11-21'],
    ['yesterday', '2026-11-21'],
    ['15/9/2026', '2026-09-15'],
    ['15-9-26', '2026-09-15'],
    ['15.09.2026', '2026-09-15'],
    ['2026-09-15', '2026-09-15'],
    ['3/9', '2026-09-03'],
    ['3 tháng 9', '2026-09-03'],
    ['ngày 3 tháng 9 năm 2025', '2025-09-03'],
    ['mùng 3 tháng 9', '2026-09-03'],
    ['25/12', '2025-12-25'],
    ['29/2/2024', '2024-02-29'],
  ])('%j → %s', (text, date) => expect(readDate(text, begin)).toEqual({ found: true, date }));

  it.each(['31/4', '29/2/2026', '32/13/2026', '0/1/2026', '2026-02-30'])('%s is no day', (text) => {
    expect(readDate(text, begin)).toEqual({ found: false, impossible: true });
  });

  it.each(['', 'sáng nay', '5', '1/2/3/4', '9'.repeat(5000)])('%j is no date', (text) => {
    expect(readDate(text, begin)).toEqual({ found: false, impossible: false });
  });

  it('begins the day at midnight in Vietnam', () => {
    const lateEvening = Date.UTC(2026, 10, 22, 17, 30);
    expect(readDate('hôm nay', lateEvening)).toEqual({ found: true, date: '2026-11-23' });
  });
});

describe('mobile numbers', () => {
  it.each([
    ['0912345678', '+84912345678'],
    ['0912 345 678', '+84912345678'],
    ['(091) 234-5678', '+84912345678'],
    ['+84 912 345 678', '+84912345678'],
    ['84912345678', '+84912345678'],
    ['+84 0912345678', '+84912345678'],
    ['０９１２３４５６７８', '+84912345678'],
    ['0212345678', null],
    ['01234567890', null],
    ['091234567', null],
    ['tôi không có', null],
  ])('%j → %j', (text, phone) => expect(readPhone(text)).toBe(phone));
});

describe('ways past a question', () => {
  const all = escapesOf({ id: 'a', type: 'text', optional: true, mayRefuse: true, mayNotKnow: true });
  it.each([
    ['không biết', 'unknown'],
    ['khong ro', 'unknown'],
    ["I don't know", 'unknown'],
    ['không muốn trả lời', 'refused'],
    ['Từ chối', 'refused'],
    ['bỏ qua', 'skipped'],
    ['x', 'skipped'],
    ['không', undefined],
    ['không biết đường', undefined],
  ])('%j → %s', (text, kind) => expect(readEscape(text, all)?.kind).toBe(kind));

  it('are open only where the question allows them', () => {
    expect(escapesOf({ id: 'a', type: 'text' })).toEqual([]);
    expect(readEscape('không biết', escapesOf({ id: 'a', type: 'text', optional: true }))).toBeUndefined();
  });
});
