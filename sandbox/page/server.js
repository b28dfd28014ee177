/** Talks to the sandbox's own API. */
import { element } from './dom.js';
import { knows, word } from './words.js';

/** The sandbox's address, one above this file's folder. */
export const base = new URL('../', import.meta.url);

/** @param {string} path */
export async function read(path) {
  return answerOf(await fetch(new URL(path, base)));
}

/** @param {string} path @param {unknown} body */
export async function send(path, body) {
  const headers = { 'content-type': 'application/json' };
  return answerOf(await fetch(new URL(path, base), { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** @param {string} path */
export async function remove(path) {
  return answerOf(await fetch(new URL(path, base), { method: 'DELETE' }));
}

/** @param {File} file */
export async function upload(file) {
  const headers = { 'content-type': file.type };
  return answerOf(await fetch(new URL('api/photos', base), { method: 'POST', headers, body: file }));
}

/** @param {Response} response */
async function answerOf(response) {
  const answer = await response.json().catch(() => ({ message: `HTTP ${response.status}` }));
  if (response.ok) return answer;
  const known = `refused.${answer.code}`;
  tell(knows(known) ? word(known) : (answer.message ?? `HTTP ${response.status}`));
  throw new Error(answer.message);
}

/** A short note that goes away by itself. @param {string} text */
export function tell(text) {
  const toast = element('p.toast', {}, text);
  document.getElementById('toasts')?.append(toast);
  setTimeout(() => toast.remove(), 6000);
}
