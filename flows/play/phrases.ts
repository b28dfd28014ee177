/**
 * The bot's words for playing in a terminal: the same file that `locales` speaks from, read directly, so that flows can be played without
 * anything around them.
 */
import { readFileSync } from 'node:fs';
import type { Phrase } from '../contract.js';

export function readPhrases(): Phrase {
  const words: Record<string, Record<string, unknown>> = { vi: readWords('vi'), en: readWords('en') };
  return (language, key, values = {}) => {
    const text = words[language]?.[key];
    if (typeof text !== 'string') throw new Error(`locales/${language}/bot.json has no "${key}"; add it`);
    return text.replace(/\{\{([\w-]+)\}\}/g, (place, name: string) => String(values[name] ?? place));
  };
}

const readWords = (language: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../locales/${language}/bot.json`, import.meta.url), 'utf8'));
