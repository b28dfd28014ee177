/** A text with `{{places}}` for values, taken apart once. */
export type Values = Record<string, string | number>;
export type Template = (values: Values) => string;

export function createTemplate(text: string): Template {
  const parts = text.split(/\{\{\s*([\w-]+)\s*\}\}/);
  if (parts.length === 1) return () => text;
  // Every second part is the name of a value.
  return (values) => parts.map((part, index) => (index % 2 === 0 ? part : filled(values, part))).join('');
}

/** One that is missing stays visible, so that somebody notices. */
const filled = (values: Values, name: string): string =>
  Object.hasOwn(values, name) ? String(values[name]) : `{{${name}}}`;
