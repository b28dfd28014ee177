/** What the person in front of the screen does, sent as the person on the phone. */
import { send } from '../server.js';
import { holderOf } from '../store.js';

/** @param {'zalo' | 'messenger'} platform @param {Record<string, unknown>} act */
export async function say(platform, act) {
  const person = holderOf(platform);
  if (person) await send('api/say', { platform, user: person.id, ...act }).catch(() => {});
}

/** @param {'zalo' | 'messenger'} platform @param {string} text */
export async function replyAsOfficial(platform, text) {
  const person = holderOf(platform);
  if (person) await send('api/official', { platform, user: person.id, text }).catch(() => {});
}
