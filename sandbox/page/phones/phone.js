/** What both phones share: the frame, the status line, the chat, the composer. A skin adds what makes it Zalo or Messenger. */
import { button, element, icon } from '../dom.js';
import { holderOf, now, watch } from '../store.js';
import { word } from '../words.js';
import { say } from './acts.js';
import { drawChat, hourAndMinute, stayAtEnd } from './chat.js';
import { drawPersonBar } from './person-bar.js';
import { createSheet, openAttachments, openInfoForm, openQuestion } from './sheet.js';

/** The person looks at the screen: what came in is seen after a moment. */
const readingMs = 900;

/**
 * @param {HTMLElement} root
 * @param {'zalo' | 'messenger'} platform
 * @param {{ drawHead: Function, drawStrip: Function, drawFoot: Function, drawEmpty: Function, sticker: boolean }} skin
 */
export function createPhone(root, platform, skin) {
  const parts = {
    bar: element('div.person-bar'),
    status: element('div.status-line', { 'aria-hidden': 'true' }),
    head: element('div.head'),
    strip: element('div.strip'),
    chat: element('div.chat', { role: 'log', 'aria-live': 'polite', tabIndex: 0 }),
    foot: element('div.foot'),
  };
  const composer = createComposer(platform, skin);
  const screen = element(
    'div.screen',
    {},
    parts.status,
    parts.head,
    parts.strip,
    parts.chat,
    composer.chips,
    composer.node,
    parts.foot,
  );
  root.append(parts.bar, element(`div.phone.${platform}`, {}, screen));
  stayAtEnd(parts.chat);
  const sheet = createSheet(screen);
  composer.attach.addEventListener('click', () => openAttachments(platform, sheet));
  screen.addEventListener('share-info', () => openInfoForm(sheet, holderOf(platform)?.name ?? ''));

  function drawFrame() {
    parts.status.replaceChildren(hourAndMinute(now()), element('span', {}, icon('battery')));
    drawPersonBar(parts.bar, platform, (ask) => openQuestion(sheet, ask));
  }
  function drawAll() {
    drawFrame();
    skin.drawHead(parts.head);
    skin.drawStrip(parts.strip);
    parts.chat.setAttribute('aria-label', word('chat.label'));
    drawChat(parts.chat, platform, skin.drawEmpty);
    composer.draw(sheet);
    skin.drawFoot(parts.foot, sheet);
    readSoon(platform);
  }
  watch((what) => {
    if (what === 'traffic' || what === 'faults' || what === 'connection') return;
    drawAll();
  });
  setInterval(drawFrameUnlessBusy, 15_000);
  function drawFrameUnlessBusy() {
    if (!parts.bar.contains(document.activeElement)) drawFrame();
  }
}

let reading = { zalo: 0, messenger: 0 };

function readSoon(platform) {
  const unseen = holderOf(platform)?.chat.some((entry) => entry.from === 'account' && entry.status !== 'seen');
  if (!unseen || reading[platform] || document.visibilityState !== 'visible') return;
  const timer = setTimeout(async () => {
    await say(platform, { seen: true });
    reading = { ...reading, [platform]: 0 };
  }, readingMs);
  reading = { ...reading, [platform]: timer };
}

function createComposer(platform, skin) {
  const field = element('textarea', { rows: 1, maxLength: 8000 });
  const submit = element('button.send', { type: 'submit' }, icon('send'));
  const attach = button('.round.attach', {}, icon('plus'));
  const before = element('span.before');
  const sticker = button('.round.sticker-button', {}, icon('smile'));
  const node = element('form.composer', {}, before, attach, element('div.field', {}, field, sticker), submit);
  const chips = element('div.chips');
  const post = () => {
    const text = field.value.trim();
    if (!text) return;
    field.value = '';
    void say(platform, { text });
  };
  sticker.addEventListener('click', () => say(platform, { sticker: true }));
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    post();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    post();
  });

  function draw(sheet) {
    const blocked = holderOf(platform)?.blocked ?? false;
    field.placeholder = word(`${platform}.typing`);
    field.setAttribute('aria-label', word('chat.write'));
    submit.setAttribute('aria-label', word('chat.send'));
    attach.setAttribute('aria-label', word('chat.attach'));
    attach.title = word('chat.attach');
    sticker.setAttribute('aria-label', word('chat.sticker'));
    for (const control of [field, submit, attach, sticker]) control.disabled = blocked;
    skin.drawComposer?.({ node, before, chips }, sheet);
  }
  return { node, chips, attach, draw };
}
