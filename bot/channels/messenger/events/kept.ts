/** What we do not understand, in a form that can be stored: no NUL or half characters (PostgreSQL refuses them), no bottomless nesting. */
import { clean } from '../../text.js';

const deepest = 20;

export function kept(value: unknown, depth = deepest): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((element) => kept(element, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [clean(name), kept(field, depth - 1)]));
}
