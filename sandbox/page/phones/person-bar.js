/** Above each phone: who holds it, whether the account may still write, and what that person can do beside chatting. */
import { button, element, icon, redraw } from '../dom.js';
import { send } from '../server.js';
import { changed, holderOf, now, peopleOf, store } from '../store.js';
import { currentLanguage, span, word } from '../words.js';
import { replyAsOfficial, say } from './acts.js';

const hour = 3_600_000;
const windows = { zalo: { free: 48 * hour, paid: 168 * hour }, messenger: { free: 24 * hour, paid: 0 } };

/** @param {HTMLElement} root @param {'zalo' | 'messenger'} platform @param {(ask: any) => void} ask */
export function drawPersonBar(root, platform, ask) {
  const person = holderOf(platform);
  if (!person) return;
  const names = peopleOf(platform).map(({ id, name }) => [id, name]);
  const { id, follows, blocked } = person;
  const shown = [
    currentLanguage(),
    names,
    id,
    follows,
    blocked,
    person.lastActAt === null,
    windowWords(platform, person),
  ];
  redraw(root, shown, () => drawParts(platform, person, ask));
}

function drawParts(platform, person, ask) {
  const select = element('select', { 'aria-label': word('person.label') });
  for (const one of peopleOf(platform))
    select.append(element('option', { value: one.id, selected: one.id === person.id }, one.name));
  select.addEventListener('change', () => hold(platform, select.value));
  const add = button('.quiet', { title: word('person.new.hint') }, icon('plus'), word('person.new'));
  add.addEventListener('click', async () => hold(platform, (await send('api/people', { platform })).id));
  return [select, add, drawMore(platform, person, ask), drawWindow(platform, person)];
}

function hold(platform, id) {
  store.holder[platform] = id;
  changed('person');
}

function windowWords(platform, person) {
  const { free, paid } = windows[platform];
  const since = now() - (person.lastActAt ?? 0);
  const [kind, left] = windowState(person, since, free, paid);
  const key = kind === 'free' && platform === 'messenger' ? 'open' : kind;
  const values = { span: left ? span(left) : '' };
  return { kind, text: word(`window.${key}`, values), hint: word(`window.${key}.hint`, values) };
}

function drawWindow(platform, person) {
  const { kind, text, hint } = windowWords(platform, person);
  return element(`p.window.${kind}`, { title: hint }, text);
}

function windowState(person, since, free, paid) {
  if (person.blocked) return ['blocked', 0];
  if (person.lastActAt === null) return ['none', 0];
  if (since < free) return ['free', free - since];
  return since < paid ? ['paid', paid - since] : ['closed', 0];
}

function drawMore(platform, person, ask) {
  const menu = element('details.more');
  menu.append(element('summary', { title: word('person.more'), 'aria-label': word('person.more') }, icon('more')));
  const list = element('div.more-list');
  for (const [label, act] of choices(platform, person, ask)) {
    const choice = button('', {}, label);
    choice.addEventListener('click', () => {
      menu.open = false;
      void act();
    });
    list.append(choice);
  }
  menu.append(list);
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') menu.open = false;
  });
  menu.addEventListener('focusout', (event) => {
    if (!menu.contains(event.relatedTarget)) menu.open = false;
  });
  return menu;
}

function choices(platform, person, ask) {
  const official = () => ask({ label: word('person.official.label'), done: (text) => replyAsOfficial(platform, text) });
  const common = [
    [
      word(person.blocked ? 'person.unblock' : 'person.block'),
      () => say(platform, { [person.blocked ? 'unblock' : 'block']: true }),
    ],
    [word('person.official'), official],
  ];
  const link = () => ask({ label: word('person.link.label'), done: (ref) => say(platform, openingBy(person, ref)) });
  if (platform === 'messenger')
    return [...common, [word('person.link'), link], [word('person.erase'), () => say(platform, { withdraw: true })]];
  const follows = person.follows ? 'unfollow' : 'follow';
  return [
    ...common,
    [word(`person.${follows}`), () => say(platform, { [follows]: true })],
    [word('person.withdraw'), () => say(platform, { withdraw: true })],
  ];
}

/** A new person's link comes inside the Get Started tap, an old acquaintance's on its own. */
const openingBy = (person, ref) => (person.lastActAt === null ? { getStarted: { ref } } : { referral: ref });
