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

/** NFC, no control characters, no lone surrogates: what is stored and sent. */
export function clean(text: string): string {
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
  let kept = '';
  let length = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = lengthOf(segment);
    if (length + next > limit - 1) break;
    kept += segment;
    length += next;
  }
  return `${kept.trimEnd()}…`;
}

/** Splits a long text into parts of at most `limit` code points, at a paragraph, line or word where there is one. Nothing is lost. */
export function split(text: string, limit: number): string[] {
  const parts: string[] = [];
  let rest = text;
  while (lengthOf(rest) > limit) {
    const head = cut(rest, limit + 1).slice(0, -1);
    const at = [head.lastIndexOf('\n\n'), head.lastIndexOf('\n'), head.lastIndexOf(' ')].find(
      (index) => index > head.length / 2,
    );
    const end = at ?? head.length;
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest || parts.length === 0) parts.push(rest);
  return parts;
}
