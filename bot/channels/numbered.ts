/**
 * Options as numbered text, for what cannot be a button: more options than a channel shows, or a channel that refused the buttons.
 * Nothing is lost: a person types the key ("1", "2" …, or the number of a scale) and the flow engine reads it.
 */
import type { RenderContext } from './contract.js';

interface NumberedOption {
  label: string;
  key: string;
}

/** The text, one line an option ("1. Hài lòng"), and a last line that says what to type. */
export function numberedText(text: string, options: NumberedOption[], phrase: RenderContext['phrase']): string {
  if (options.length === 0) return text;
  const list = linesOf(options).join('\n');
  const body = text ? `${text}\n\n${list}` : list;
  return `${body}\n\n${phrase('numbered.hint')}`;
}

/** Numbers of a scale that say nothing beyond themselves share a line: "0 · 1 · 2" instead of "0. 0", "1. 1", "2. 2". */
function linesOf(options: NumberedOption[]): string[] {
  const lines: string[] = [];
  let bare: string[] = [];
  for (const { key, label } of options) {
    if (label === key) {
      bare.push(key);
      continue;
    }
    if (bare.length > 0) lines.push(bare.join(' · '));
    bare = [];
    lines.push(`${key}. ${label}`);
  }
  if (bare.length > 0) lines.push(bare.join(' · '));
  return lines;
}
