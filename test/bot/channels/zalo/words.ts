import vietnamese from '../../../../locales/vi/channels.json' with { type: 'json' };

/** The channel's words as a Vietnamese citizen reads them. */
const families: Record<string, Record<string, string>> = vietnamese;

export function words(key: string): string {
  const [family = '', name = ''] = key.split('.');
  const phrase = families[family]?.[name];
  if (phrase === undefined) throw new Error(`locales/vi/channels.json has no "${key}"`);
  return phrase;
}
