/** One entry of a chat: what is inside the bubble. Each skin decides what is around it. */
import { button, element, icon } from '../dom.js';
import { base, tell } from '../server.js';
import { word } from '../words.js';
import { say } from './acts.js';

/** Pictures of the sandbox itself are shown from here, whatever name the product knows this host by. @param {string} url */
export function pictureAt(url) {
  const place = /\/((?:page\/)?photos\/[^/?]+)$/.exec(url);
  return place ? new URL(place[1], base).href : url;
}

/** @param {any} entry @param {'zalo' | 'messenger'} platform */
export function drawBody(entry, platform) {
  if (entry.deleted) return [element('p.words.deleted', {}, word('chat.deleted'))];
  const draw = bodies[entry.kind] ?? bodies.text;
  return draw(entry, platform);
}

const words = (entry) => (entry.text ? [element('p.words', { lang: '' }, entry.text)] : []);

const bodies = {
  text: words,
  note: (entry) => [element('p.words.labelled', {}, icon('person'), entry.text)],
  photo: (entry) => [picture(entry, 'photo', word('chat.photo')), ...words(entry)],
  sticker: (entry) => [picture(entry, 'sticker', word('chat.sticker'))],
  video: (entry) => [labelled('video', word('chat.video')), ...words(entry)],
  audio: () => [voice()],
  file: (entry) => [labelled('file', word('chat.file')), ...words(entry)],
  location: (entry) => [map(entry.place)],
  cards: (entry, platform) => [element('div.cards', {}, ...entry.cards.map((card) => drawCard(card, entry, platform)))],
  form: (entry, platform) => entry.cards.map((card) => drawForm(card, platform)),
};

function picture(entry, kind, label) {
  const image = element(`img.${kind}`, { src: pictureAt(entry.url), alt: label, loading: 'lazy' });
  image.addEventListener('error', () => image.replaceWith(labelled('photo', label)), { once: true });
  return image;
}

const labelled = (drawing, label) => element('p.words.labelled', {}, icon(drawing), label);

function voice() {
  const bars = Array.from({ length: 14 }, () => element('i'));
  return element(
    'p.words.labelled.voice',
    { 'aria-label': word('chat.voice'), role: 'img' },
    icon('voice'),
    ...bars,
    '0:04',
  );
}

function map(place) {
  const text = `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
  return element(
    'div.map',
    {},
    element('div.map-sheet', {}, icon('place')),
    element('p.map-words', {}, word('chat.location'), element('small', {}, text)),
  );
}

function drawCard(card, entry, platform) {
  return element(
    'div.card',
    {},
    card.imageUrl && element('img.card-picture', { src: pictureAt(card.imageUrl), alt: '' }),
    element('b', {}, card.title),
    card.subtitle && element('p', {}, card.subtitle),
    drawButtons(card.buttons, entry, platform),
  );
}

/** Zalo's own form; the sheet that asks for name and phone opens over the phone. */
function drawForm(card, platform) {
  const open = button('.tap', {}, word('zalo.form'));
  open.addEventListener('click', () =>
    open.dispatchEvent(new CustomEvent('share-info', { bubbles: true, detail: platform })),
  );
  return element(
    'div.card',
    {},
    element('b', {}, card.title),
    card.subtitle && element('p', {}, card.subtitle),
    element('div.taps', {}, open),
  );
}

/** Buttons stacked under a bubble. @param {any[]} list @param {any} entry @param {'zalo' | 'messenger'} platform */
export function drawButtons(list, entry, platform) {
  if (!list?.length) return null;
  return element('div.taps', {}, ...list.map((item) => drawTap(item, entry, platform)));
}

function drawTap(item, entry, platform) {
  if (item.url)
    return element(
      'a.tap',
      { href: item.url, target: '_blank', rel: 'noreferrer', title: word('opened.link') },
      item.title,
    );
  const tap = button('.tap', {}, item.title);
  tap.addEventListener('click', () => {
    if (item.phone) return tell(word('opened.phone', { phone: item.phone }));
    return say(platform, { tap: { title: item.title, payload: item.payload, message: entry.id } });
  });
  return tap;
}
