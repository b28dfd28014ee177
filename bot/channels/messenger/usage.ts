/** How much of its allowance the Page has used, and how long Meta wants us to wait. (Rate limiting, 2026-03-23, probable.) */
import { parseJson } from '../json.js';
import { fieldsOf, listOf } from './events/fields.js';

const usageHeaders = ['x-app-usage', 'x-page-usage', 'x-business-use-case-usage'] as const;

type Headers = Record<string, string>;

export function usageOf(headers: Headers): Record<string, string> | undefined {
  const given = usageHeaders.flatMap((name) => (headers[name] ? [[name, headers[name]] as const] : []));
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

/** The longer of `Retry-After` (seconds) and the wait that the usage header foretells (minutes). */
export function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers['retry-after']);
  const waits = [seconds * 1000, ...minutesToWait(headers).map((minutes) => minutes * 60_000)].filter((ms) => ms > 0);
  return waits.length > 0 ? Math.min(Math.max(...waits), longestWaitMs) : undefined;
}

/** Allowances are counted over 24 hours at most. */
const longestWaitMs = 24 * 3_600_000;

/** `{"<page>":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":5}]}` */
function minutesToWait(headers: Headers): number[] {
  const usage = fieldsOf(parseJson(Buffer.from(headers['x-business-use-case-usage'] ?? '')));
  const uses = Object.values(usage).flatMap(listOf);
  return uses.map((use) => Number(fieldsOf(use).estimated_time_to_regain_access) || 0);
}
