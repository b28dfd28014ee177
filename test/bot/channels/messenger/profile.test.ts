import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../../bot/channels/messenger/limits.js';
import { profile } from '../../../../bot/channels/messenger/profile.js';
import { lengthOf } from '../../../../bot/channels/text.js';
import { commands } from '../../../../flows/contract.js';

interface Shown {
  greeting: { locale: string; text: string }[];
  ice_breakers: { locale: string; call_to_actions: { question: string; payload: string }[] }[];
  persistent_menu: { locale: string; call_to_actions: { title: string; payload: string }[] }[];
}

const locales = Object.fromEntries(
  ['vi', 'en'].map((language) => [
    language,
    JSON.parse(readFileSync(new URL(`../../../../locales/${language}/channels.json`, import.meta.url), 'utf8')),
  ]),
);

function words(language: 'vi' | 'en', key: string): string {
  const found = key
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], locales[language]);
  if (typeof found !== 'string') throw new Error(`locales/${language}/channels.json lacks ${key}`);
  return found;
}

const shown = profile(words) as unknown as Shown;

describe('what a person sees beside the conversation', () => {
  test('in Vietnamese for everybody, in English for who uses Messenger in English', () => {
    const greetings = shown.greeting.map(({ locale, text }) => [locale, text.split(' ')[0]]);
    expect(greetings).toEqual([
      ['default', 'Kính'],
      ['en_US', 'Hello!'],
      ['en_GB', 'Hello!'],
    ]);
  });

  test('says in the first sentence that a machine is speaking', () => {
    expect(words('vi', 'greeting.text')).toContain('trợ lý tự động');
    expect(words('en', 'greeting.text')).toContain('automated assistant');
  });

  test('our words fit without being cut', () => {
    for (const { text } of shown.greeting) expect(text).not.toContain('…');
    for (const { call_to_actions } of shown.ice_breakers) {
      expect(call_to_actions.length).toBeLessThanOrEqual(limits.iceBreakers);
      for (const { question } of call_to_actions) expect(question).not.toContain('…');
    }
    for (const { call_to_actions } of shown.persistent_menu) {
      expect(call_to_actions.length).toBeLessThanOrEqual(limits.menuItems);
      for (const { title } of call_to_actions) expect(title).not.toContain('…');
    }
  });

  test('longer words are cut rather than refused by Meta', () => {
    const long = profile(() => 'rất dài '.repeat(50)) as unknown as Shown;
    expect(lengthOf(long.greeting[0]?.text ?? '')).toBeLessThanOrEqual(limits.greeting);
    expect(lengthOf(long.persistent_menu[0]?.call_to_actions[0]?.title ?? '')).toBeLessThanOrEqual(limits.menuTitle);
  });

  test('every entry sends a command the flows know', () => {
    const known = ['start', ...commands].map((command) => `#ln:${command}`);
    const sent = [...shown.ice_breakers, ...shown.persistent_menu].flatMap((each) =>
      each.call_to_actions.map(({ payload }) => payload),
    );
    expect(sent.filter((payload) => !known.includes(payload))).toEqual([]);
  });

  test('the entry for the other language names that language', () => {
    const last = shown.persistent_menu.map(({ call_to_actions }) => call_to_actions.at(-1));
    expect(last.map((entry) => [entry?.title, entry?.payload])).toEqual([
      ['English', '#ln:english'],
      ['Tiếng Việt', '#ln:vietnamese'],
      ['Tiếng Việt', '#ln:vietnamese'],
    ]);
  });

  test('people can always type', () => expect(JSON.stringify(shown)).toContain('"composer_input_disabled":false'));
});
