/** Ways past a question: skipping it, not knowing, rather not saying. They are answers, and counted as such. */
import type { NodeBase } from '../contract.js';
import { maxTypedLength } from '../limits.js';
import { fold } from './fold.js';

export interface Escape {
  kind: 'skipped' | 'unknown' | 'refused';
  /** What stands in the tap; authors' codes cannot begin with "_". */
  option: string;
  /** What is typed where nothing can be tapped: letters that are no answer ("y" would be yes, "k" no, "u" yes). */
  key: string;
  label: string;
  words: ReadonlySet<string>;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(', '));

const all: Record<Escape['kind'], Escape> = {
  skipped: {
    kind: 'skipped',
    option: '_skip',
    key: 'x',
    label: 'label-skip',
    words: words('x, bo qua, skip'),
  },
  unknown: {
    kind: 'unknown',
    option: '_unknown',
    key: 'q',
    label: 'label-unknown',
    words: words(
      'q, khong biet, toi khong biet, khong ro, toi khong ro, chua ro, ko biet, k biet, not sure, dont know, i dont know',
    ),
  },
  refused: {
    kind: 'refused',
    option: '_refused',
    key: 'z',
    label: 'label-refuse',
    words: words(
      'z, khong muon tra loi, toi khong muon tra loi, khong tra loi, tu choi, tu choi tra loi, rather not say, prefer not to say',
    ),
  },
};

/** The ways past this node, in the order they are offered. */
export function escapesOf(node: NodeBase): Escape[] {
  const { mayNotKnow, mayRefuse, optional } = node;
  return [mayNotKnow && all.unknown, mayRefuse && all.refused, optional && all.skipped].filter(
    (way): way is Escape => typeof way === 'object',
  );
}

export function readEscape(text: string, escapes: readonly Escape[]): Escape | undefined {
  if (escapes.length === 0 || text.length > maxTypedLength) return undefined;
  const typed = fold(text).replace(/['’]/g, '');
  return escapes.find((way) => way.words.has(typed));
}
