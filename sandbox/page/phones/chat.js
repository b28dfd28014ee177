/** The list of a chat: times between, groups of bubbles from the same side, the tick under the last one. */
import { element, icon, reconcile } from '../dom.js';
import { holderOf, now } from '../store.js';
import { currentLanguage, word } from '../words.js';
import { drawBody, drawButtons } from './bubble.js';
import { drawFace } from './face.js';

const silenceMs = 30 * 60_000;
const zone = 'Asia/Ho_Chi_Minh';

/** @param {number} time @param {Intl.DateTimeFormatOptions} options */
const format = (time, options) =>
  new Intl.DateTimeFormat(currentLanguage() === 'vi' ? 'vi-VN' : 'en-GB', { timeZone: zone, ...options }).format(time);

/** @param {number} time */
export const hourAndMinute = (time) => format(time, { hour: '2-digit', minute: '2-digit' });

/** @param {number} time */
export function dayAndTime(time) {
  const day = { day: '2-digit', month: '2-digit', year: 'numeric' };
  const today = format(time, day) === format(now(), day);
  const name = today ? word('chat.today') : format(time, { weekday: 'short', day: '2-digit', month: '2-digit' });
  return `${hourAndMinute(time)} · ${name}`;
}

/** @param {number} time */
export const fullTime = (time) =>
  format(time, {
    weekday: 'short',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** Puts times between and says of each bubble whether it begins or ends a group. @param {any[]} entries */
function arrange(entries) {
  const shown = entries.filter((entry) => entry.kind !== 'hidden');
  return shown.flatMap((entry, at) => {
    const before = shown[at - 1];
    const after = shown[at + 1];
    const pause = !before || entry.at - before.at > silenceMs;
    const pauseAfter = !after || after.at - entry.at > silenceMs;
    const item = {
      entry,
      first: pause || before.from !== entry.from,
      last: pauseAfter || after.from !== entry.from,
      newest: !after,
    };
    return pause ? [{ time: dayAndTime(entry.at), id: entry.id }, item] : [item];
  });
}

/** @param {HTMLElement} list @param {'zalo' | 'messenger'} platform @param {() => Node | null} drawEmpty */
export function drawChat(list, platform, drawEmpty) {
  const person = holderOf(platform);
  if (!person) return;
  const items = arrange(person.chat);
  const empty = items.length === 0 ? [{ empty: true }] : [];
  const key = (item) => JSON.stringify([person.id, currentLanguage(), item.empty ? emptyKey(platform, person) : item]);
  reconcile(list, [...empty, ...items], key, (item) => {
    if (item.empty) return element('div.empty', {}, drawEmpty());
    return item.time ? element('p.time', {}, item.time) : drawRow(item, platform);
  });
  if (list.dataset.person !== person.id) toEnd(list);
  list.dataset.person = person.id;
}

const toEnd = (list) => {
  list.scrollTop = list.scrollHeight;
};

/** Stays at the newest message while the list grows, a picture arrives or the keyboard's chips come, unless somebody scrolled up. */
export function stayAtEnd(list) {
  let atEnd = true;
  let before = 0;
  list.addEventListener('scroll', () => {
    const near = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
    const up = list.scrollTop < before - 1;
    atEnd = near || (atEnd && !up);
    before = list.scrollTop;
  });
  const settle = () => atEnd && toEnd(list);
  list.addEventListener('load', settle, { capture: true });
  new ResizeObserver(settle).observe(list);
  new MutationObserver(settle).observe(list, { childList: true });
}

const emptyKey = (platform, person) => [platform, person.follows, person.blocked, emptyParts[platform]?.()];
/** What an empty chat shows besides the person, so that it is drawn anew when that changes. */
export const emptyParts = {};

function drawRow({ entry, first, last, newest }, platform) {
  const classes = [entry.from, first && 'first', last && 'last', entry.byOfficial && 'official']
    .filter(Boolean)
    .join('.');
  const bare =
    entry.kind === 'sticker' ||
    ((entry.kind === 'photo' || entry.kind === 'cards') && !entry.text && !entry.buttons?.length);
  const time = element('time.stamp', {}, hourAndMinute(entry.at));
  const bubble = element(
    `div.bubble${bare ? '.bare' : ''}${entry.buttons?.length ? '.with-taps' : ''}`,
    {},
    entry.byOfficial && element('p.by', {}, word('chat.official')),
    ...drawBody(entry, platform),
    platform === 'zalo' && !bare && time,
    drawButtons(entry.buttons, entry, platform),
  );
  const face = platform === 'messenger' && entry.from === 'account' && last;
  return element(
    `div.row.${classes}`,
    { title: fullTime(entry.at) },
    face && drawFace(platform),
    bubble,
    drawTick(entry, last, newest),
  );
}

const tickIcons = { sending: 'clock', delivered: 'check', seen: 'checks', waiting: 'warn', lost: 'warn' };

/** Under the last bubble of a group, and under any that did not arrive. */
function drawTick(entry, last, newest) {
  const trouble = entry.status === 'waiting' || entry.status === 'lost';
  if (entry.from !== 'person' || !entry.status || !(trouble || (last && newest) || entry.status === 'sending'))
    return null;
  return element(`p.tick.${entry.status}`, {}, icon(tickIcons[entry.status]), word(`status.${entry.status}`));
}
