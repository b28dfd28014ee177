/** The phone that feels like Messenger: gradient bubbles, chips that go away, the Page's menu, Get Started, ice breakers. */
import { button, element, icon, redraw } from '../dom.js';
import { accountOf, holderOf, now } from '../store.js';
import { currentLanguage, word } from '../words.js';
import { say } from './acts.js';
import { emptyParts } from './chat.js';
import { drawFace, nameOf } from './face.js';
import { createPhone } from './phone.js';

const profile = () => accountOf('messenger')?.profile ?? {};

/** The entry for the phone's language, or the Page's default. @param {any[] | undefined} entries */
function localised(entries) {
  const locale = currentLanguage() === 'vi' ? 'vi_VN' : 'en_';
  return (
    entries?.find((entry) => entry.locale?.startsWith(locale)) ?? entries?.find((entry) => entry.locale === 'default')
  );
}

const begun = () => (holderOf('messenger')?.lastActAt ?? null) !== null;

function drawHead(root) {
  root.replaceChildren(
    icon('back'),
    drawFace('messenger'),
    element(
      'div.head-words',
      {},
      element('b', {}, nameOf('messenger')),
      element('small', {}, word('messenger.active')),
    ),
    icon('phone'),
    icon('video'),
    icon('info'),
  );
}

function drawStrip(root) {
  root.hidden = true;
}

function drawEmpty() {
  const greeting = localised(profile().greeting)?.text?.replaceAll(
    '{{user_first_name}}',
    holderOf('messenger')?.name ?? '',
  );
  return element(
    'div.account-card',
    {},
    drawFace('messenger', '.large'),
    element('b', {}, nameOf('messenger')),
    element('small', {}, word('messenger.page')),
    greeting && element('p.greeting', {}, greeting),
    drawIceBreakers(),
  );
}

function questions() {
  const list = profile().ice_breakers ?? [];
  return list.some((entry) => entry.call_to_actions) ? (localised(list)?.call_to_actions ?? []) : list;
}

function drawIceBreakers() {
  const list = questions();
  if (list.length === 0) return null;
  const choices = list.map(({ question }) => {
    const choice = button('.ice', {}, question);
    choice.addEventListener('click', () => say('messenger', { iceBreaker: question }));
    return choice;
  });
  return element('div.ices', { role: 'group', 'aria-label': word('messenger.suggested') }, ...choices);
}
emptyParts.messenger = () => [accountOf('messenger')?.profile, holderOf('messenger')?.name];

/** Before the first word a Page with a Get Started button shows nothing to type into, unless it has ice breakers. */
function drawFoot(root) {
  const show = !begun() && profile().get_started && questions().length === 0;
  root.hidden = !show;
  root.className = 'foot start';
  redraw(root, [currentLanguage(), show], () => [element('small', {}, word('messenger.start.hint')), startButton()]);
}

function startButton() {
  const start = button('.get-started', {}, word('messenger.start'));
  start.addEventListener('click', () => say('messenger', { getStarted: { title: word('messenger.start') } }));
  return start;
}

function drawComposer({ node, before, chips }, sheet) {
  node.hidden = !begun() && profile().get_started && questions().length === 0;
  const items = localised(profile().persistent_menu)?.call_to_actions ?? [];
  const show = items.length > 0 && begun();
  redraw(before, [currentLanguage(), show, items], () => (show ? [menuButton(items, sheet)] : []));
  drawChips(chips);
}

function menuButton(items, sheet) {
  const label = word('messenger.menu');
  const open = button('.round', { title: label, 'aria-label': label }, icon('menu'));
  open.addEventListener('click', () => openMenu(items, sheet));
  return open;
}

function openMenu(items, sheet) {
  const choices = items.map((item) => {
    if (item.url) return element('a.choice', { href: item.url, target: '_blank', rel: 'noreferrer' }, item.title);
    const choice = button('.choice', {}, item.title);
    choice.addEventListener('click', () => {
      sheet.close();
      void say('messenger', { menu: item.payload });
    });
    return choice;
  });
  sheet.open(word('messenger.menu'), element('div.sheet-body.one-column', {}, ...choices));
}

/** Quick replies of the newest message, and the dots while an answer is being written. */
function drawChips(root) {
  const person = holderOf('messenger');
  const newest = person?.chat.at(-1);
  const replies = newest?.quickReplies ?? [];
  const typing = (person?.typingUntil ?? 0) > now();
  redraw(root, [currentLanguage(), newest?.id, replies, typing], () => [
    ...(typing ? [drawDots()] : []),
    ...replies.map((reply) => drawChip(reply, newest.id)),
  ]);
}

function drawDots() {
  const dots = [element('i'), element('i'), element('i')];
  return element('div.dots', { role: 'img', 'aria-label': word('messenger.writing') }, ...dots);
}

const sharedLabels = { user_phone_number: 'messenger.phone', user_email: 'messenger.email' };

function drawChip(reply, message) {
  const chip = button('.chip', {}, reply.type === 'text' ? reply.title : word(sharedLabels[reply.type]));
  chip.addEventListener('click', () =>
    say('messenger', { tap: { title: reply.title, payload: reply.payload, message } }),
  );
  return chip;
}

/** @param {HTMLElement} root */
export const createMessengerPhone = (root) =>
  createPhone(root, 'messenger', { drawHead, drawStrip, drawEmpty, drawFoot, drawComposer });
