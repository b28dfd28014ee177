/** The account's name and its round picture: two letters on red, nobody's logo. */
import { element } from '../dom.js';
import { accountOf } from '../store.js';
import { word } from '../words.js';

/** @param {'zalo' | 'messenger'} platform */
export const nameOf = (platform) => accountOf(platform)?.name ?? word('account.unnamed');

/** @param {'zalo' | 'messenger'} platform @param {string} [size] */
export const drawFace = (platform, size = '') =>
  element(`div.avatar${size}`, { 'aria-hidden': 'true' }, initials(nameOf(platform)));

/** @param {string} name */
function initials(name) {
  const parts = name.trim().split(/\s+/).slice(-2);
  return parts
    .map((part) => part[0] ?? '')
    .join('')
    .toUpperCase();
}
