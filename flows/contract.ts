/**
 * The words of the flow engine: what a flow is, what a session remembers, what a person can put in, what comes out.
 *
 * Everything here is plain data. A session is JSON that the caller keeps; an event says what happened, in the past tense, and the
 * caller acts on it. The engine itself reads no clock and draws no random number: both arrive with the call.
 */
import { z } from 'zod';
import type { ProblemCode } from './check/sentences.js';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in every language we speak. Vietnamese is the source, English complete. */
export const textSchema = z.strictObject(
  { vi: z.string().min(1), en: z.string().min(1) },
  { error: 'not-both-languages' },
);
export type Text = z.infer<typeof textSchema>;

/**
 * Identifiers travel inside tap payloads, column names of exports and URLs: short, lower case, no surprises.
 * The message of a schema is a code of `check/sentences.ts`, which says it in words.
 */
export const idSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'not-id');

/** What every node has; each node type adds its own fields (flows/nodes/<type>.ts). */
export const nodeBaseSchema = z.looseObject({ id: idSchema, type: idSchema });
export type NodeBase = z.infer<typeof nodeBaseSchema>;

export const flowSchema = z.strictObject({
  id: idSchema,
  /** A survey's answers are stored as a response; a dialog (greeting, menu …) leaves no response behind. */
  kind: z.enum(['survey', 'dialog']),
  title: textSchema,
  /** One sentence for lists and for the person who is invited. */
  summary: textSchema.optional(),
  start: idSchema,
  /** How long a half-finished session waits for the person before it expires. */
  expiresAfterHours: z
    .number()
    .int()
    .min(1)
    .max(24 * 90)
    .default(24 * 14),
  nodes: z.array(nodeBaseSchema).min(1).max(500),
});
export type Flow = z.infer<typeof flowSchema>;
/** A flow as its author writes it: what has a default may be left out. */
export type FlowDocument = z.input<typeof flowSchema>;
/** A flow with the number of its published revision; dialogs that ship with the code have revision 0. */
export type FlowRevision = Flow & { revision: number };

// ── what a person puts in ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Words with a fixed meaning everywhere in a flow; `flows/commands.ts` reads them, with or without Vietnamese marks. */
export const commands = [
  'menu',
  'survey',
  'ask',
  'consult',
  'stop',
  'back',
  'skip',
  'person',
  'opt-out',
  'opt-in',
  'my-data',
  'erase',
  'vietnamese',
  'english',
  'help',
] as const;
export type Command = (typeof commands)[number];

export type Input =
  | { type: 'text'; text: string }
  | { type: 'command'; command: Command; text: string }
  /** A button of ours, already proven genuine by its signature. `node` may be another one than the session is at. */
  | { type: 'tap'; node: string; option: string }
  | { type: 'photo'; urls: string[] }
  | { type: 'location'; latitude: number; longitude: number }
  | { type: 'phone'; phone: string; name?: string }
  /** A sticker, a voice message, a file … : `kind` says which. */
  | { type: 'other'; kind: string };

// ── what is remembered ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Refusing and not knowing are answers too: they are counted, never turned into a missing value. */
export type AnswerValue =
  | { kind: 'code'; code: string }
  | { kind: 'codes'; codes: string[] }
  | { kind: 'number'; number: number }
  | { kind: 'date'; date: string }
  | { kind: 'text'; text: string }
  | { kind: 'location'; latitude: number; longitude: number }
  | { kind: 'photo'; urls: string[] }
  | { kind: 'refused' }
  | { kind: 'unknown' }
  | { kind: 'skipped' };

export interface Session {
  /** Short random name of this run (8 characters), part of every tap payload so that an old button finds its run. */
  id: string;
  flow: string;
  revision: number;
  language: Language;
  state: 'waiting' | 'finished' | 'stopped' | 'expired';
  /** The node that waits for the person; null once the session has ended. */
  at: string | null;
  /** Failed tries at the present node. */
  tries: number;
  /** Answers by node id. */
  answers: Record<string, AnswerValue>;
  /** Nodes that were answered, in order: what "back" walks along. */
  path: string[];
  /** Taps for questions that have not been asked yet (their webhook overtook an earlier one): used when the question comes. */
  early: Record<string, string>;
  /** An offer that is open: change this earlier answer to the option that was tapped on an old button? */
  change?: { node: string; option: string };
  /** Options tapped so far of a question that takes several and is not finished yet. */
  picked?: string[];
  /** When the session began and when it last waited, in ms since 1970, as told by the caller. */
  startedAt: number;
  waitingSince: number;
}

// ── what comes out ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One thing that can be tapped. `key` is what a person without buttons types to choose it ("1", "2" …, or the scale's number). */
export interface Option {
  label: string;
  node: string;
  option: string;
  key: string;
}

export interface Said {
  type: 'said';
  text: string;
  options?: Option[];
  /** What the person is asked for beyond text, for channels that have a form or a button for it. */
  wants?: 'phone' | 'location' | 'photo';
}

export type FlowEvent =
  | Said
  | { type: 'started' }
  /** `position` counts answered questions from 1; `sensitive` values are encrypted at rest. */
  | {
      type: 'answered';
      node: string;
      nodeType: string;
      value: AnswerValue;
      position: number;
      sensitive: boolean;
      changed: boolean;
    }
  /** An earlier answer no longer lies on the person's path (they went back and branched off). */
  | { type: 'answer-withdrawn'; node: string }
  | { type: 'consented'; purpose: string; given: boolean; text: string }
  | { type: 'language-chosen'; language: Language }
  | { type: 'opted'; out: boolean }
  /** The person asked for, or was handed to, a human being. */
  | { type: 'person-requested'; reason: 'asked' | 'not-understood' }
  | { type: 'erasure-requested' }
  /** Go on with another flow: the caller starts it (`resume: true` = take up the parked session of that flow if there is one). */
  | { type: 'jumped'; flow: string; resume: boolean }
  /** The stored position no longer resolves: the session began again, keeping the answers that still have a question. */
  | { type: 'restarted' }
  | { type: 'ended'; how: 'finished' | 'stopped' | 'expired' };

export interface Step {
  session: Session;
  events: FlowEvent[];
}

/** The bot's own words (hints, progress, apologies) come from outside: the engine names them, `locales` speaks them. */
export type Phrase = (language: Language, key: string, values?: Record<string, string | number>) => string;

/** One thing wrong with a flow: where, what, and how to mend it. */
export interface Problem {
  path: string;
  /** With `values`, what `locales/<language>/problems.json` needs to say it in the reader's language. */
  code: ProblemCode;
  values: Record<string, string | number>;
  /** The same in English. */
  message: string;
  severity: 'error' | 'warning';
}

/** What every channel can show, so that a flow is refused at load rather than cut on somebody's phone. Given by the caller. */
export interface ChannelLimits {
  channel: string;
  /** Characters (code points after NFC) of one message's text, also with options under it. */
  text: number;
  textWithOptions: number;
  optionLabel: number;
}
