/**
 * The payload of a button: `#ln1:<session>:<node>:<option>:<mac>`.
 *
 * On Zalo a tap comes back as an ordinary text message that is the payload, so anybody can type one, and old buttons stay tappable for
 * ever. Hence it describes itself (which run, which question, which option) and is signed for the one contact it was made for: a payload
 * copied from another person's phone does not verify. It starts with "#" because with Zalo's syntax filter on, only such texts arrive.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Tap } from './contract.js';

const prefix = '#ln1:';
/** 8 bytes: a guess succeeds once in 2^64 tries, and each try costs a chat message. Keeps payloads far below the limit of 1000. */
const macBytes = 8;

export type TapKey = Buffer;

function mac(key: TapKey, contactId: string, body: string): Buffer {
  return createHmac('sha256', key).update(`${contactId}|${body}`).digest().subarray(0, macBytes);
}

export function signTap(key: TapKey, contactId: string, tap: Tap): string {
  const body = `${tap.session}:${tap.node}:${tap.option}`;
  return `${prefix}${body}:${mac(key, contactId, body).toString('base64url')}`;
}

/** Does this text claim to be a payload of ours? Cheap: looks at the prefix only. */
export const looksLikeTap = (text: string): boolean => text.startsWith(prefix);

/** The tap behind a payload, or null if it was not made by us for this contact. */
export function readTap(key: TapKey, contactId: string, payload: string): Tap | null {
  const [session, node, option, given, ...rest] = payload.slice(prefix.length).split(':');
  if (!looksLikeTap(payload) || rest.length > 0 || !session || !node || !option || !given) return null;
  const expected = mac(key, contactId, `${session}:${node}:${option}`);
  const actual = Buffer.from(given, 'base64url');
  return actual.length === macBytes && timingSafeEqual(actual, expected) ? { session, node, option } : null;
}
