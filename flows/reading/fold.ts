/**
 * Brings what people type into one form for comparing: NFC, lower case, single spaces, nothing around it; `fold` also drops the
 * Vietnamese marks, because half of all people type without them. NFD does not take "đ" apart, so it is done by hand.
 */
const edge = /[\p{L}\p{N}]/u;
const spaces = /\s+/gu;
const marks = /\p{M}+/gu;

/** Lower case, single spaces, no punctuation around. Marks stay. */
export function plain(text: string): string {
  return formsOf(text).plain;
}

/** As `plain`, and without marks. */
export function fold(text: string): string {
  return formsOf(text).folded;
}

interface Forms {
  text: string;
  plain: string;
  folded: string;
}

/** One answer is compared with commands, escapes, numbers and labels in turn: its forms are worked out once. */
let latest: Forms = { text: '', plain: '', folded: '' };

function formsOf(text: string): Forms {
  if (text === latest.text) return latest;
  const bare = withoutEdges(text.normalize('NFC').toLowerCase().replace(spaces, ' '));
  const folded = bare.normalize('NFD').replace(marks, '').replaceAll('đ', 'd');
  latest = { text, plain: bare, folded };
  return latest;
}

/** By hand: the regular expression for "anything but letters at the end" takes quadratic time on a long line of dots. */
function withoutEdges(text: string): string {
  const characters = Array.from(text);
  let from = 0;
  let to = characters.length;
  while (from < to && !edge.test(characters[from] ?? '')) from += 1;
  while (to > from && !edge.test(characters[to - 1] ?? '')) to -= 1;
  return characters.slice(from, to).join('');
}
