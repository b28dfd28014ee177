/** Text as it is stored: NFC, no control characters (PostgreSQL refuses NUL), no half of a surrogate pair, no space around it. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;
const loneSurrogate = /\p{Surrogate}/gu;

export function clean(text: string): string {
  return text.replace(loneSurrogate, '\uFFFD').replace(controls, '').normalize('NFC').trim();
}

/** Length as the platforms count it: code points. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
