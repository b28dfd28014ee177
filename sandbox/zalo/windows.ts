/** When an OA may write: free until 48 h after the person's last act, paid until 7 days, then not at all (rules since 2026-01-01). */
import type { Person } from '../people.js';
import { refuse } from './errors.js';

const hour = 3_600_000;
export const freeMs = 48 * hour;
export const paidMs = 7 * 24 * hour;

export type Lane = 'free' | 'paid';

export function laneOf(person: Person, now: number): Lane {
  if (person.blocked) refuse(-217);
  if (person.lastActAt === null) refuse(-213);
  const since = now - person.lastActAt;
  if (since > paidMs) refuse(-230);
  return since > freeMs ? 'paid' : 'free';
}
