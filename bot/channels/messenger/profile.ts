/**
 * What a person sees before and beside the conversation: greeting, Get Started, ice breakers, menu. Vietnamese for everybody, English for
 * whoever uses Messenger in English. The entries send commands (`#ln:survey`); anybody may send those, so they are not signed.
 */
import type { Command } from '../../../flows/contract.js';
import type { SendContext } from '../contract.js';
import { cut } from '../text.js';
import type { Secrets, Settings } from './account.js';
import type { Fields } from './events/fields.js';
import { callGraph, type GraphAnswer } from './graph.js';
import { limits } from './limits.js';
import { subscribePage } from './subscribe.js';

type Words = (language: 'vi' | 'en', key: string) => string;

/** Ice breakers hide Get Started where both are set; Get Started must be set nevertheless, the menu does not appear without it. */
const iceBreakers = ['survey', 'person', 'my-data', 'help'] as const;
const menu = ['survey', 'help', 'person', 'my-data', 'opt-out'] as const;

const audiences = [
  { locale: 'default', language: 'vi', otherLanguage: 'english' },
  { locale: 'en_US', language: 'en', otherLanguage: 'vietnamese' },
  { locale: 'en_GB', language: 'en', otherLanguage: 'vietnamese' },
] as const;
type Audience = (typeof audiences)[number];

export const profile = (words: Words): Fields => ({
  get_started: { payload: command('start') },
  greeting: audiences.map(({ locale, language }) => ({
    locale,
    text: cut(words(language, 'greeting.text'), limits.greeting),
  })),
  ice_breakers: audiences.map((audience) => ({
    locale: audience.locale,
    call_to_actions: iceBreakers.map((name) => ({
      question: cut(words(audience.language, `icebreakers.${name}`), limits.iceBreaker),
      payload: command(name),
    })),
  })),
  persistent_menu: audiences.map((audience) => ({
    locale: audience.locale,
    /** A survey needs people to be able to type. */
    composer_input_disabled: false,
    call_to_actions: menuOf(audience, words),
  })),
});

const menuOf = ({ language, otherLanguage }: Audience, words: Words) => [
  ...menu.map((name) => entry(words(language, `menu.${name}`), name)),
  entry(words(language, 'menu.language'), otherLanguage),
];

const entry = (title: string, name: Command) => ({
  type: 'postback',
  title: cut(title, limits.menuTitle),
  payload: command(name),
});

const command = (name: Command | 'start'): string => `#ln:${name}`;

/** Subscribes the Page and sets its profile; both can be repeated. Says which of the two Meta refused. */
export async function setUp(context: SendContext<Secrets, Settings>, words: Words): Promise<void> {
  accepted('subscribe the Page to the webhook', await subscribePage(context));
  const body = profile(words);
  accepted(
    'set the menu and greeting of the Page',
    await callGraph(context, { method: 'POST', path: 'me/messenger_profile', body }),
  );
}

function accepted(what: string, answer: GraphAnswer): void {
  if (!answer.ok) throw new Error(`Could not ${what}: ${answer.detail} [${answer.code}]`);
}
