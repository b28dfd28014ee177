/**
 * Counting and cutting text the way platforms and people do: limits count code points of the NFC form (a decomposed Vietnamese letter
 * would count two or three times), cuts fall between graphemes (never inside an emoji or between a letter and its mark).
 */
const graphemes = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** Control characters that no platform shows and PostgreSQL partly refuses (NUL); line feed and tab stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** Half of a surrogate pair: not a character, and not valid UTF-8. (`toWellFormed` would do it, but needs lib es2024.) */
const loneSurrogate = /\p{Surrogate}/gu;

/** Already clean as it is, as every id and address is. */
const plainAscii = /^[\n\t -~]*$/;

/** NFC, no control characters, no lone surrogates: what is stored and sent. */
export function clean(text: string): string {
  if (plainAscii.test(text)) return text;
  return text.replace(loneSurrogate, '\uFFFD').replace(controls, '').normalize('NFC');
}

/** Length as the platforms count it. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The longest beginning of `text` of at most `limit` code points, ending in "…" when something was left out. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit || lengthOf(text) <= limit) return text;
  return `${text.slice(0, endOfGraphemes(text, limit - 1)).trimEnd()}…`;
}

/** Splits a long text into parts of at most `limit` code points, at a paragraph, line or word where there is one. Nothing is lost. */
export function split(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  // Nearly every text: a string has at least as many code units as code points. Cutting graphemes costs 55 µs.
  if (rest.length <= limit) return [rest];
  for (;;) {
    const room = endOfGraphemes(rest, limit) || endOfCodePoints(rest, limit);
    if (room >= rest.length) return [...parts, rest];
    const end = breakBefore(rest, room);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
}

/** Where the last whole grapheme ends within the first `limit` code points (0 if already the first one is longer). */
function endOfGraphemes(text: string, limit: number): number {
  // A code point takes at most two units, so what lies behind this window cannot matter; it keeps a very long text cheap.
  const window = text.slice(0, limit * 2 + 2);
  let end = 0;
  let length = 0;
  for (const { segment } of graphemes.segment(window)) {
    length += lengthOf(segment);
    if (length > limit) return end;
    end += segment.length;
  }
  return end;
}

/** For a "letter" under thousands of marks, which nobody types but somebody sends: cut through it rather than never end. */
function endOfCodePoints(text: string, limit: number): number {
  return [...text.slice(0, limit * 2)].slice(0, limit).join('').length;
}

/** The last paragraph, line or word break in the second half of what fits; without one, all that fits. */
function breakBefore(text: string, room: number): number {
  // One unit more than fits: a break exactly behind the last character that fits is a good one.
  const head = text.slice(0, room + 1);
  const breaks = [head.lastIndexOf('\n\n'), head.lastIndexOf('\n'), head.lastIndexOf(' ')];
  return breaks.find((index) => index > room / 2) ?? room;
}
