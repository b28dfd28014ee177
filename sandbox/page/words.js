/** The page's own words, in the language of the switch. */

const base = new URL('./words/', import.meta.url);
/** @type {Record<string, string>} */
let words = {};
let language = 'vi';

/** @param {string} key */
export const knows = (key) => key in words;

export const currentLanguage = () => language;

/** @param {string} wanted */
export async function speak(wanted) {
  const response = await fetch(new URL(`${wanted}.json`, base));
  words = await response.json();
  language = wanted;
  document.documentElement.lang = wanted;
  for (const node of document.querySelectorAll('[data-word]')) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll('[data-word-label]'))
    node.setAttribute('aria-label', word(node.dataset.wordLabel));
}

/** The remembered choice, or the browser's language. */
export function preferredLanguage() {
  const remembered = localStorage.getItem('sandbox-language');
  if (remembered) return remembered;
  return navigator.language.startsWith('en') ? 'en' : 'vi';
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function word(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/** "2 ngày 3 giờ": the two largest units. @param {number} ms */
export function span(ms) {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const parts = [
    ['span.days', Math.floor(minutes / 1440)],
    ['span.hours', Math.floor((minutes % 1440) / 60)],
    ['span.minutes', minutes % 60],
  ];
  const first = parts.findIndex(([, n]) => n > 0);
  return parts
    .slice(first, first + 2)
    .filter(([, n]) => n > 0)
    .map(([key, n]) => word(key, { n }))
    .join(' ');
}
