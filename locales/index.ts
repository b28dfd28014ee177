/**
 * The words of the bot, the API and the pages: `locales/<language>/<namespace>.json`. Adding a language or a namespace is adding a
 * folder or a file. Vietnamese is the source and stands in for what another language lacks.
 */
import { readdir, readFile } from 'node:fs/promises';
import i18next, { type i18n } from 'i18next';
import { createTemplate, type Template, type Values } from './template.js';

export const sourceLanguage = 'vi';

export interface Words {
  /** The bot's own words (namespace `bot`). */
  phrase: (language: string, key: string, values?: Values) => string;
  /** Messages of the API by their code (namespace `api`). */
  api: (language: string, code: string, values?: Values) => string;
  /** What is wrong with a flow, by its code (namespace `problems`): the sentence with its cure. */
  problem: (language: string, code: string, values?: Values) => string;
  t: (language: string, namespace: string, key: string, values?: Values) => string;
}

export async function createWords(): Promise<Words> {
  const instance = i18next.createInstance();
  await instance.init({
    resources: await readResources(),
    lng: sourceLanguage,
    fallbackLng: sourceLanguage,
    defaultNS: 'bot',
    interpolation: { escapeValue: false },
  });
  const t = quickly(instance);
  return {
    t,
    phrase: (language, key, values) => t(language, 'bot', key, values),
    api: (language, code, values) => t(language, 'api', code, values),
    problem: (language, code, values) => t(language, 'problems', code, values),
  };
}

/**
 * i18next finds the words (language, fallback, plural); putting values in is done on a template worked out once per phrase, because
 * i18next's own interpolation costs about 5 µs a call (measured 2026-11-22) and every question says its progress.
 */
function quickly(instance: i18n): Words['t'] {
  const templates = new Map<string, Template>();
  return (language, namespace, key, values = {}) => {
    if ('count' in values) return instance.t(key, { ...values, lng: language, ns: namespace });
    const name = `${language} ${namespace} ${key}`;
    const known = templates.get(name);
    if (known) return known(values);
    const template = createTemplate(instance.t(key, { lng: language, ns: namespace, skipInterpolation: true }));
    templates.set(name, template);
    return template(values);
  };
}

type Resources = Record<string, Record<string, Record<string, string>>>;

async function readResources(): Promise<Resources> {
  const here = new URL('./', import.meta.url);
  const folders = (await readdir(here, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return Object.fromEntries(
    await Promise.all(folders.map(async ({ name }) => [name, await readLanguage(new URL(`${name}/`, here))])),
  );
}

async function readLanguage(folder: URL): Promise<Resources[string]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const read = async (file: string) => [
    file.slice(0, -'.json'.length),
    JSON.parse(await readFile(new URL(file, folder), 'utf8')),
  ];
  return Object.fromEntries(await Promise.all(files.map(read)));
}
