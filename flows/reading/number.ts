/** Reads a number as people type it: "5", "5 điểm", "năm", "7,5", "1.200", "số 3". Null when it is none or more than one. */
import { maxTypedLength } from '../limits.js';
import { fold, plain } from './fold.js';

const words = new Map<string, number>(
  [
    ['không', 'zero'],
    ['một', 'one'],
    ['hai', 'two'],
    ['ba', 'three'],
    ['bốn', 'four', 'tư'],
    ['năm', 'five'],
    ['sáu', 'six'],
    ['bảy', 'seven', 'bẩy'],
    ['tám', 'eight'],
    ['chín', 'nine'],
    ['mười', 'ten'],
  ].flatMap((names, number) =>
    names.flatMap((name) => [name, fold(name)].map((key): [string, number] => [key, number])),
  ),
);

/** What may stand before or after a number without changing it. */
const before = /^(?:so|cau|y|muc|diem|dap an|lua chon|chon|number|option|answer) /u;
const after =
  / ?(?:diem|sao|ngay|gio|phut|lan|nguoi|tuoi|nam|thang|dong|points?|stars?|days?|hours?|minutes?|times|people|years?)$/u;

const digits = /^-?\d{1,15}$/;
const thousands = /^-?\d{1,3}(?:[.,]\d{3})+$/;
const decimal = /^-?\d{1,12}[.,]\d{1,6}$/;

export interface NumberForm {
  /** Whole numbers only: then "1.200" is twelve hundred, not one point two. */
  integer?: boolean | undefined;
}

export function readNumber(text: string, form: NumberForm = {}): number | null {
  if (text.length > maxTypedLength) return null;
  const word = words.get(plain(text));
  if (word !== undefined) return word;
  const sign = /^\s*[-−]\s*\d/u.test(text) ? '-' : '';
  const bare = fold(text).replace(before, '');
  return (
    readFigures(sign + bare, form) ??
    readFigures(sign + bare.replace(after, ''), form) ??
    words.get(bare.replace(after, '')) ??
    null
  );
}

function readFigures(text: string, { integer }: NumberForm): number | null {
  if (digits.test(text)) return Number(text);
  if (integer && thousands.test(text)) return Number(text.replace(/[.,]/g, ''));
  if (decimal.test(text)) return Number(text.replace(',', '.'));
  return null;
}
