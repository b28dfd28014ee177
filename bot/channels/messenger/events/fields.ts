/**
 * Reading fields that may be missing or of any type. Webhooks are not ours to validate: whatever is signed must be kept and answered
 * 200, and a schema per event would cost more than everything else on the way in. So: read what is there, never throw.
 */
import { clean } from '../../text.js';

export type Fields = Record<string, unknown>;

const none: Fields = {};

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : none;

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Text as we store it; an empty one counts as none. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? clean(value) || undefined : undefined;

/** A longer id than any platform uses would not fit into an index, and one such event would spoil the batch it is stored with. */
const longestId = 255;

/** Ids are strings today and were numbers in old webhooks. A number that has lost digits would be somebody else's id. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
  const id = textOf(value);
  return id !== undefined && id.length <= longestId ? id : null;
}

/** Below this a time is in seconds, as referrals were seen to have it: in ms it would lie in 2001. */
const leastMs = 1e12;
/** The year 2100: beyond it a time is nonsense that a database would refuse. */
const mostMs = 4_102_444_800_000;

/** ms since 1970. */
export function timeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0)) return undefined;
  const ms = Math.trunc(number < leastMs ? number * 1000 : number);
  return ms <= mostMs ? ms : undefined;
}

/** An address that can be fetched; anything else a message may carry (`javascript:`, `file:`) is none. */
export function urlOf(value: unknown): string | undefined {
  const url = textOf(value);
  return url && /^https?:\/\//i.test(url) ? url : undefined;
}
