/** When a Page may write: 24 h after the person's last act. Tags for updates are gone since 2026-04-27; a human agent has 7 days. */
import type { Person } from '../people.js';
import { type Json, textIn } from '../shape.js';
import { refuse, refuseParameter } from './errors.js';

const hour = 3_600_000;
export const standardMs = 24 * hour;
export const humanAgentMs = 7 * 24 * hour;

export function checkWindow(person: Person, body: Json, now: number): void {
  const since = person.lastActAt === null ? Number.POSITIVE_INFINITY : now - person.lastActAt;
  if (since > allowedMs(body)) refuse(10, 2018278);
}

function allowedMs(body: Json): number {
  const type = textIn(body.messaging_type) ?? 'RESPONSE';
  if (type === 'RESPONSE' || type === 'UPDATE') return standardMs;
  if (type === 'MESSAGE_TAG' && body.tag === 'HUMAN_AGENT') return humanAgentMs;
  if (type === 'MESSAGE_TAG') return refuseParameter(`The tag ${String(body.tag)} is no longer supported`);
  if (type === 'UTILITY') return refuse(200, undefined, '(#200) Requires pages_utility_messaging permission');
  return refuseParameter('Invalid messaging_type');
}
