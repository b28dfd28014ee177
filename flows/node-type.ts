/**
 * What a node type is. Each file in `flows/nodes/` is one, its name is the type, and adding a file is all it takes to add one.
 *
 * A node type knows its own fields and nothing of sessions: it shows a node, it reads an answer. Walking, taps, going back,
 * trying again and progress are the engine's and the same for every type.
 */
import type { z } from 'zod';
import type { AnswerValue, FlowEvent, Input, Language, NodeBase, Phrase, Said, Text } from './contract.js';

/** One thing a node offers to tap. */
export interface NodeOption {
  code: string;
  label: Text;
  /** What a person without buttons types for it. */
  key: string;
  next?: string | undefined;
  /** Other words that people type for this option. */
  also?: string[] | undefined;
}

/** What showing a node may depend on. */
export interface View {
  language: Language;
  phrase: Phrase;
  /** Options chosen so far of a node that takes several. */
  picked: string[];
}

export interface Shown {
  text?: string;
  /** What to offer when it is not all of the type's options. */
  options?: { code: string; label: string; key: string }[];
  wants?: Said['wants'];
  /** What happens besides, before the text is said. */
  events?: FlowEvent[];
}

/** What reading an input may depend on: `at` is the caller's clock, in ms since 1970. */
export interface ReadContext {
  language: Language;
  at: number;
  picked: string[];
}

export type Reading =
  | { kind: 'answer'; value: AnswerValue }
  /** A part of an answer that takes several taps. */
  | { kind: 'more'; picked: string[] }
  /** Two readings fit: ask back, naming both. */
  | { kind: 'either'; first: Text; second: Text }
  /** Not an answer; the phrase says what is asked for. */
  | { kind: 'hint'; key: string; values?: Record<string, string | number> };

// Methods rather than function properties: a type that knows its own fields must fit into a table of types that don't.
export interface NodeType<N extends NodeBase = NodeBase> {
  type: string;
  /** Where it says something of its own, the message is a code of `check/sentences.ts`, or plain words that name the cure. */
  schema: z.ZodType<N>;
  /** Does it wait for the person? */
  waits: boolean;
  /** The flow is over after it. */
  ends?: boolean;
  /** What an answer to it looks like, so that conditions on it can be checked. */
  answers?: AnswerValue['kind'];
  /** Counted in "question 2/3"? A waiting node is, unless it says no. */
  counted?: boolean;
  /** Its answers are personal data: asked after consent only, encrypted at rest. */
  personal?: boolean;
  /** It asks for consent: `given` is the option by which it is given. */
  consents?: { given: string };
  options?(node: N): NodeOption[];
  /** Taps of the type itself, such as "done"; they begin with "_". */
  ownTaps?: readonly string[];
  /** Flows that it goes on to. */
  leadsTo?(node: N): string[];
  show(node: N, view: View): Shown;
  read?(node: N, input: Input, context: ReadContext): Reading;
  /** What follows from an answer besides the answer itself. */
  consequences?(node: N, value: AnswerValue, view: View): FlowEvent[];
}

/** Gives a node type the types of its own fields. */
export function defineNode<S extends z.ZodType<NodeBase>>(type: { schema: S } & NodeType<z.output<S>>): NodeType {
  return type;
}
