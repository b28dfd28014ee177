/** The phone that feels like Zalo: blue head with the account's mark, stacked buttons, the account's menu at the bottom. */
import { button, element, icon, redraw } from '../dom.js';
import { accountOf, holderOf } from '../store.js';
import { currentLanguage, word } from '../words.js';
import { say } from './acts.js';
import { drawFace, nameOf } from './face.js';
import { createPhone } from './phone.js';

const mark = () => element('span.mark', { role: 'img', 'aria-label': word('zalo.official') }, icon('check'));

function drawHead(root) {
  root.replaceChildren(
    icon('back'),
    element(
      'div.head-words',
      {},
      element('b', {}, nameOf('zalo'), mark()),
      element('small', {}, word('zalo.official')),
    ),
    icon('phone'),
    icon('menu'),
  );
}

function drawStrip(root) {
  const person = holderOf('zalo');
  const show = person && !person.follows && person.chat.length > 0;
  root.hidden = !show;
  redraw(root, [currentLanguage(), show], () => [element('span', {}, word('zalo.strip')), followButton()]);
}

function followButton() {
  const follow = button('.follow', {}, word('person.follow'));
  follow.addEventListener('click', () => say('zalo', { follow: true }));
  return follow;
}

function drawEmpty() {
  const person = holderOf('zalo');
  const chat = button('.chat-now', {}, word('zalo.chat'));
  chat.addEventListener('click', () => say('zalo', { chatNow: true }));
  return element(
    'div.account-card',
    {},
    drawFace('zalo', '.large'),
    element('b', {}, nameOf('zalo'), mark()),
    element('small', {}, word('zalo.category')),
    element('p', {}, word('zalo.intro')),
    element('div.account-buttons', {}, chat, person?.follows ? null : followButton()),
  );
}

function drawFoot(root) {
  const menu = accountOf('zalo')?.menu ?? [];
  root.hidden = menu.length === 0;
  root.className = 'foot oa-menu';
  root.setAttribute('role', 'group');
  root.setAttribute('aria-label', word('zalo.menu'));
  const blocked = holderOf('zalo')?.blocked;
  redraw(root, [currentLanguage(), menu, blocked], () => [
    element('span.oa-menu-mark', { 'aria-hidden': 'true' }, icon('menu')),
    ...menu.map((item) => drawMenuItem(item, blocked)),
  ]);
}

function drawMenuItem(item, disabled) {
  if (item.url) return element('a', { href: item.url, target: '_blank', rel: 'noreferrer' }, item.title);
  const choice = button('', { disabled }, item.title);
  choice.addEventListener('click', () => say('zalo', { text: item.text ?? item.title }));
  return choice;
}

/** @param {HTMLElement} root */
export const createZaloPhone = (root) => createPhone(root, 'zalo', { drawHead, drawStrip, drawEmpty, drawFoot });
