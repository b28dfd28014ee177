/** /me/messenger_profile: get started, greeting, ice breakers, persistent menu. Limits: Messenger Profile API page (2026-03-18). */
import { type Answer, type Call, jsonOf } from '../fake-call.js';
import { countCharacters, isObject, type Json, listIn, objectIn, textIn } from '../shape.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { refuse, refuseParameter } from './errors.js';

const longest = { greeting: 160, menuTitle: 30, question: 80, payload: 1000 };
const most = { iceBreakers: 4, menuItems: 20 };

const checks: Record<string, (value: unknown) => void> = {
  get_started: checkGetStarted,
  greeting: (value) => eachLocale(value, 'greeting', checkGreeting),
  ice_breakers: checkIceBreakers,
  persistent_menu: (value) => eachLocale(value, 'persistent_menu', checkMenu),
  whitelisted_domains: () => {},
  commands: () => {},
};

export function writeProfile(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const asked = jsonOf(call);
  if (!isObject(asked) || Object.keys(asked).length === 0) return refuseParameter('Invalid profile');
  for (const [field, value] of Object.entries(asked)) {
    const check = checks[field];
    if (!check) refuseParameter(`Invalid field ${field}`);
    check?.(value);
  }
  const profile = { ...world.profiles.of(account.pageId).profile, ...asked };
  if (profile.persistent_menu && !profile.get_started)
    refuse(100, 2018145, '(#100) You must set a Get Started button if you also wish to use persistent menu');
  world.profiles.set(account.pageId, profile);
  return { status: 200, headers, body: { result: 'success' } };
}

export function readProfile(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const { profile } = world.profiles.of(account.pageId);
  const fields = (call.query.fields ?? Object.keys(checks).join(',')).split(',');
  const picked = Object.fromEntries(Object.entries(profile).filter(([field]) => fields.includes(field)));
  return { status: 200, headers, body: { data: Object.keys(picked).length > 0 ? [picked] : [] } };
}

export function eraseProfile(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const fields = listIn(objectIn(jsonOf(call)).fields ?? call.query.fields?.split(','));
  const profile = { ...world.profiles.of(account.pageId).profile };
  for (const field of fields) delete profile[String(field)];
  if (profile.persistent_menu && !profile.get_started)
    refuse(100, 2018145, '(#100) Delete the persistent menu before the Get Started button');
  world.profiles.set(account.pageId, profile);
  return { status: 200, headers, body: { result: 'success' } };
}

function checkGetStarted(value: unknown): void {
  const payload = textIn(objectIn(value).payload) ?? '';
  if (!payload || payload.length > longest.payload) refuseParameter('param get_started[payload]');
}

/** Localised settings need one entry for everybody else. */
function eachLocale(value: unknown, field: string, check: (entry: Json) => void): void {
  const entries = listIn(value).map(objectIn);
  if (!entries.some((entry) => entry.locale === 'default')) refuseParameter(`param ${field} needs a default locale`);
  entries.forEach(check);
}

function checkGreeting(entry: Json): void {
  const text = textIn(entry.text) ?? '';
  if (!text || countCharacters(text) > longest.greeting)
    refuseParameter(`Length of param greeting[text] must be 1 to ${longest.greeting}`);
}

function checkMenu(entry: Json): void {
  const actions = listIn(entry.call_to_actions).map(objectIn);
  if (actions.length > most.menuItems) refuseParameter(`param call_to_actions must have at most ${most.menuItems}`);
  for (const action of actions) {
    const title = textIn(action.title) ?? '';
    if (!title || countCharacters(title) > longest.menuTitle)
      refuseParameter(`Length of param call_to_actions[title] must be 1 to ${longest.menuTitle}`);
    if (action.type === 'postback' ? !textIn(action.payload) : action.type !== 'web_url' || !textIn(action.url))
      refuseParameter('Invalid call_to_actions');
  }
}

/** Either a plain list of questions, or one list per locale. */
function checkIceBreakers(value: unknown): void {
  const entries = listIn(value).map(objectIn);
  const localised = entries.some((entry) => 'call_to_actions' in entry);
  if (localised)
    eachLocale(value, 'ice_breakers', (entry) => checkQuestions(listIn(entry.call_to_actions).map(objectIn)));
  else checkQuestions(entries);
}

function checkQuestions(questions: Json[]): void {
  if (questions.length > most.iceBreakers) refuseParameter(`param ice_breakers must have at most ${most.iceBreakers}`);
  for (const { question, payload } of questions) {
    if (!textIn(question) || !textIn(payload)) refuseParameter('param ice_breakers needs question and payload');
    if (countCharacters(String(question)) > longest.question)
      refuseParameter(`Length of param ice_breakers[question] must be at most ${longest.question}`);
  }
}
