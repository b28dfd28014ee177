/** Says an answer in words, for "you answered …". */
import type { AnswerValue } from '../contract.js';
import { showDate } from '../reading/date.js';
import type { Step } from './compile.js';
import { type Turn, word } from './turn.js';

/** A long text is only recalled by its beginning, in characters. */
const longestQuote = 80;

export function describe(turn: Turn, step: Step, value: AnswerValue): string {
  switch (value.kind) {
    case 'code':
      return quoted(labelOf(turn, step, value.code));
    case 'codes':
      return quoted(value.codes.map((code) => labelOf(turn, step, code)).join(', '));
    case 'number':
      return quoted(labelOf(turn, step, String(value.number)));
    case 'date':
      return quoted(showDate(value.date));
    case 'text':
      return quoted(shortened(value.text));
    default:
      return word(turn, `answer-${value.kind}`);
  }
}

const quoted = (text: string) => `“${text}”`;

function labelOf({ session }: Turn, { options }: Step, code: string): string {
  return options.find((option) => option.code === code)?.label[session.language] ?? code;
}

function shortened(text: string): string {
  const characters = Array.from(text.slice(0, longestQuote * 4));
  return characters.length <= longestQuote ? text : `${characters.slice(0, longestQuote).join('')}…`;
}
