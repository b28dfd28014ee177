/** Reads several choices in one line: "1, 3 và 4", "a c", "đường, điện". */
import { maxTypedLength } from '../limits.js';
import type { NodeOption, Reading } from '../node-type.js';
import { isOption, namedBy, readChoice } from './choice.js';
import { plain } from './fold.js';

const between = /\s*[,;/+&\n]\s*|\s+(?:và|va|với|and)\s+/u;
const bareKeys = /^(?:\d{1,2}|[a-p])(?:[ .](?:\d{1,2}|[a-p]))+$/u;

export function readSeveral(text: string, options: readonly NodeOption[]): NodeOption[] | Reading {
  if (text.length > maxTypedLength) return { kind: 'hint', key: 'hint-multi' };
  const whole = namedBy(text, options);
  if (whole.length === 1) return whole;
  const found: NodeOption[] = [];
  for (const part of partsOf(text)) {
    const read = readChoice(part, options);
    if (!isOption(read)) return read.kind === 'hint' ? { kind: 'hint', key: 'hint-multi' } : read;
    if (!found.includes(read)) found.push(read);
  }
  return found.length > 0 ? found : { kind: 'hint', key: 'hint-multi' };
}

function partsOf(text: string): string[] {
  const typed = plain(text);
  const parts = bareKeys.test(typed) ? typed.split(/[ .]/) : typed.split(between);
  return parts.filter((part) => part !== '');
}
