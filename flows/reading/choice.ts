/** Reads which of the offered options is meant: by number, letter or label, with or without marks, in either language. */

import { maxTypedLength } from '../limits.js';
import type { NodeOption, Reading } from '../node-type.js';
import { fold, plain } from './fold.js';

interface Index {
  /** Labels with their marks, and without: without them two labels may look the same. */
  plain: Map<string, NodeOption[]>;
  folded: Map<string, NodeOption[]>;
}

const indices = new WeakMap<readonly NodeOption[], Index>();

function add(map: Map<string, NodeOption[]>, name: string, option: NodeOption): void {
  const there = map.get(name) ?? [];
  if (name !== '' && !there.includes(option)) map.set(name, [...there, option]);
}

/** As far as nobody counts on; what follows stands for ways past a question (escape.ts). */
const letters = 'abcdefghijklmnop';

function buildIndex(options: readonly NodeOption[]): Index {
  const index: Index = { plain: new Map(), folded: new Map() };
  options.forEach((option, position) => {
    const names = [option.label.vi, option.label.en, ...(option.also ?? []), option.key, letters[position] ?? ''];
    for (const name of names) {
      add(index.plain, plain(name), option);
      add(index.folded, fold(name), option);
    }
  });
  return index;
}

function indexOf(options: readonly NodeOption[]): Index {
  const known = indices.get(options);
  if (known) return known;
  const built = buildIndex(options);
  indices.set(options, built);
  return built;
}

/** "ý b", "câu 2", "số 3", "chọn 4": what may stand before a number or letter. */
const before = /^(?:so|cau|y|muc|dap an|lua chon|chon|option|answer|number) (?=\S{1,2}$)/u;

/** The options that a text names exactly: none, one, or several that look alike without marks. */
export function namedBy(text: string, options: readonly NodeOption[]): NodeOption[] {
  if (text.length > maxTypedLength) return [];
  const index = indexOf(options);
  const folded = fold(text);
  return index.plain.get(plain(text)) ?? index.folded.get(folded) ?? index.folded.get(folded.replace(before, '')) ?? [];
}

/** The options whose label begins with these words. */
function begunBy(text: string, options: readonly NodeOption[]): NodeOption[] {
  const start = `${fold(text)} `;
  if (start.length < 3) return [];
  const labels = [...indexOf(options).folded].filter(([label]) => label.startsWith(start));
  return [...new Set(labels.flatMap(([, found]) => found))];
}

export function readChoice(text: string, options: readonly NodeOption[]): NodeOption | Reading {
  if (text.length > maxTypedLength) return { kind: 'hint', key: 'hint-choice' };
  const named = namedBy(text, options);
  const [first, second, ...rest] = named.length > 0 ? named : begunBy(text, options);
  if (first && !second) return first;
  if (first && second && rest.length === 0) return { kind: 'either', first: first.label, second: second.label };
  return { kind: 'hint', key: 'hint-choice' };
}

export const isOption = (read: NodeOption | Reading): read is NodeOption => 'code' in read;
