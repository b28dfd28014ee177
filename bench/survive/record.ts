/** What really happened, as seen from outside: by the people, by the platforms, and at each kill. */
import type { Platform } from '../../sandbox/options.js';

export interface PersonRecord {
  platform: Platform;
  user: string;
  /** Every event the platform brought about this person, and whether it was answered 200. */
  events: Map<string, { acknowledged: boolean }>;
  /** What the platform accepted for this person, in order. */
  received: { text: string; reference?: string }[];
  /** Surveys in the order in which they were begun: the answer given to each question. */
  surveys: { answers: Record<string, number>; finished: boolean }[];
  /** Still waiting for something at the end. */
  stuck: boolean;
}

/** How an event is called here and in the database: `said:<id>`, `echo:<id>`, `delivered:<id>`. */
export const eventName = (what: 'text' | 'tap' | 'echo' | 'delivered', id: string): string =>
  `${what === 'text' || what === 'tap' ? 'said' : what}:${id}`;

export interface Kill {
  /** Messages that stood as `sending`: on their way, or about to be. */
  inFlight: number;
  /** From the kill to the next message that a platform accepted. */
  recoveredMs: number | null;
  /** From its start to its first line; null when it was killed before. */
  startedMs: number | null;
}
