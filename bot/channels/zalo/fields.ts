/**
 * Reading JSON that may be anything: each reader gives a clean value or undefined, and none throws. No schema library here, because
 * every message of every citizen passes through.
 */
import { clean } from '../text.js';

export type Fields = Record<string, unknown>;

/** Real ids have 18 to 40 characters. Longer ones would not fit a database index, so they are no ids. */
const longestId = 128;
const longestUrl = 2048;
/** Platforms send at most a handful; a thousand would only be somebody's mischief. */
const mostItems = 50;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object at this key; an empty one if there is none, so that readers can be chained. */
export function fieldsAt(fields: Fields, key: string): Fields {
  const value = fields[key];
  return isFields(value) ? value : {};
}

/** Text without control characters, NFC, trimmed; undefined if nothing is left. */
export function textAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' ? clean(value).trim() || undefined : undefined;
}

/** An identifier: a string, or a number written out. */
export function idAt(fields: Fields, key: string): string | undefined {
  return idOf(fields[key]);
}

function idOf(value: unknown): string | undefined {
  const written = typeof value === 'number' ? String(value) : value;
  if (typeof written !== 'string' || written.length > longestId) return undefined;
  return clean(written).trim() || undefined;
}

/** A finite number, also when it is written as a string ("21.0285"). */
export function numberAt(fields: Fields, key: string): number | undefined {
  const value = fields[key];
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

export function urlAt(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  return typeof value === 'string' && value.length <= longestUrl && /^https?:\/\//i.test(value)
    ? clean(value)
    : undefined;
}

export function listAt(fields: Fields, key: string): unknown[] {
  const value = fields[key];
  return Array.isArray(value) ? value.slice(0, mostItems) : [];
}

export const idsAt = (fields: Fields, key: string): string[] =>
  listAt(fields, key)
    .map(idOf)
    .filter((id) => id !== undefined);

/** Nested deeper than this many levels: no event is, and what is would overflow whoever writes it out again. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

/** The same value with every text in it clean, so that it can be stored. */
export function cleanAll(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(cleanAll);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [clean(key), cleanAll(inner)]));
}
