/** Everything a test of the flows needs, with frozen words: no clock, no randomness. */
import type { FlowDocument, FlowEvent, FlowRevision, Said, Session } from '../../flows/contract.js';
import { flowSchema } from '../../flows/contract.js';
import { createEngine } from '../../flows/engine.js';
import { readPhrases } from '../../flows/play/phrases.js';
import { inputOf, type Move } from '../../flows/play/replay.js';
import { loadFlows, loadNodeTypes } from '../../flows/registry.js';

export const nodeTypes = await loadNodeTypes();
export const flows = await loadFlows();
export const phrase = readPhrases();
export const engine = createEngine({ nodeTypes, phrase });

/** What the two channels show (2026-11-22); given as data, as the channels give it. */
export const limits = [
  { channel: 'messenger', text: 2000, textWithOptions: 640, optionLabel: 20 },
  { channel: 'zalo', text: 2000, textWithOptions: 2000, optionLabel: 25 },
];

export const begin = Date.UTC(2026, 10, 22, 1, 0, 0);

export function revisionOf(document: FlowDocument | string): FlowRevision {
  const flow = typeof document === 'string' ? flows.get(document) : flowSchema.parse(document);
  if (!flow) throw new Error(`no flow "${document}"`);
  return { ...flow, revision: 1 };
}

/** One person in one flow. Every session goes through JSON between two moves, as it does in the database. */
export function person(flow: FlowRevision, options: { language?: 'vi' | 'en'; session?: Session } = {}) {
  const { language = 'vi' } = options;
  const first = options.session
    ? { session: options.session, events: [] }
    : engine.start(flow, { id: 'abcd1234', language, at: begin });
  let { session } = first;
  let events: FlowEvent[] = first.events;
  const keep = (step: { session: Session; events: FlowEvent[] }) => {
    session = JSON.parse(JSON.stringify(step.session)) as Session;
    events = step.events;
    return events;
  };
  return {
    does: (...moves: Exclude<Move, { after: string }>[]) => {
      for (const move of moves) keep(engine.resume(flow, session, inputOf(move), begin));
      return events;
    },
    returns: () => keep(engine.takeUp(flow, session, begin)),
    get session() {
      return session;
    },
    get events() {
      return events;
    },
    /** What was said after the latest move, message by message. */
    get heard() {
      return events.filter((event): event is Said => event.type === 'said').map(({ text }) => text);
    },
    /** What happened besides talking. */
    get happened() {
      return events.filter(({ type }) => type !== 'said');
    },
    get offered() {
      return events.flatMap((event) => (event.type === 'said' ? (event.options ?? []) : []));
    },
  };
}

export const tap = (of: string, option: string) => ({ tap: option, of });

const text = (vi: string) => ({ vi, en: `${vi} (en)` });

/** A survey of yes-or-no questions in a row, and an end. */
export function yesNoSurvey(questions: string[], more: Record<string, unknown> = {}): FlowRevision {
  const nodes = questions.map((id, index) => ({
    id,
    type: 'choice',
    text: text(`Câu ${id}?`),
    options: [
      { code: 'yes', label: text('Có') },
      { code: 'no', label: text('Không') },
    ],
    next: questions[index + 1] ?? 'thanks',
    ...(more[id] as object | undefined),
  }));
  const end = { id: 'thanks', type: 'end', text: text('Cảm ơn.') };
  return revisionOf({
    id: 'yes-no',
    kind: 'survey',
    title: text('Có hay không'),
    start: questions[0] ?? 'thanks',
    nodes: [...nodes, end],
  });
}
