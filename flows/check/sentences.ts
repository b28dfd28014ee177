/**
 * Everything that can be wrong with a flow: a code for programs, and a sentence with the cure. These are for the terminal and for whoever
 * writes code; `locales/<language>/problems.json` says the same, code by code, to officials in their language.
 */
export const sentences = {
  // ── of the document ──
  'no-flow': 'This is no flow; a flow is an object with id, kind, title, start and nodes.',
  'unknown-field': 'Unknown: {{names}}; remove it or correct its spelling.',
  missing: '"{{field}}" is missing; add it.',
  'vietnamese-missing': 'The Vietnamese text is missing; write it, people choose their language.',
  'english-missing': 'The English text is missing; write it, people choose their language.',
  'not-both-languages': 'This has to be a text in both languages; write { "vi": "…", "en": "…" }.',
  'not-string': 'This has to be text; put it in double quotes.',
  'not-number': 'This has to be a number; write it without quotes, with a point for decimals.',
  'not-int': 'This has to be a whole number; write it without quotes and without decimals.',
  'not-boolean': 'This has to be true or false; write it without quotes.',
  'not-array': 'This has to be a list; put its entries in square brackets [ ].',
  'not-object': 'This has to be an object; put its fields in braces { }.',
  'not-one-of': 'There is no such choice; use one of: {{choices}}.',
  'string-too-short': 'This is too short; write at least {{limit}} characters, or remove the field.',
  'string-too-long': 'This is too long; shorten it to {{limit}} characters at most.',
  'array-too-short': 'There are too few entries; give at least {{limit}}.',
  'array-too-long': 'There are too many entries; give at most {{limit}}.',
  'number-too-small': 'This number is too small; write {{limit}} or more.',
  'number-too-big': 'This number is too large; write {{limit}} or less.',
  'wrong-because': 'This does not have the right form; mend it as told: {{because}}.',

  // ── of a node ──
  'not-id': 'This cannot be a name; use lower-case letters, digits and "-", a letter first, at most 40.',
  'not-option-code':
    'This cannot be a code; use lower-case letters, digits and "-", at most 40; codes that begin with "_" are reserved.',
  'not-day': 'This is no day; use "today" or a day such as 2026-09-15.',
  'no-condition': 'This is no condition; use question with equals, in, less or greater, or answered, and, or, not.',
  'max-not-above-min': '"max" is not greater than "min"; raise it, or lower "min".',
  'labels-per-level': 'There are not as many labels as levels; name every level from "min" to "max", or none.',
  'too-few-options': 'There are too few options; offer at least {{limit}}.',
  'too-many-options': 'There are too many options; offer at most {{limit}}, ask in two steps, or let people type.',
  'node-type-unknown': 'There is no node type "{{type}}"; use one of: {{types}}.',
  'node-id-twice': '"{{id}}" is already the name of another node; give each node its own id.',
  'option-code-twice': 'The option code "{{code}}" is used twice; give every option its own code.',

  // ── of the ways through it ──
  'start-unknown': 'There is no node "{{node}}" to start with; name one of the nodes.',
  'next-unknown': 'There is no node "{{node}}"; correct the name or add the node.',
  'next-missing':
    '"next" is missing: every node but the last one goes on; name the node that follows (an "end" node ends a flow).',
  'next-missing-beside-when':
    '"next" is missing: "when" may pass this node by; name the node that follows (an "end" node ends a flow).',
  'flow-unknown': 'There is no flow "{{flow}}"; use one of: {{flows}}.',
  'endless-loop':
    'These nodes go round without waiting for the person: {{nodes}}; put a question into the loop or lead it out.',
  'node-unreached': 'No way leads to this node; lead to it or remove it.',

  // ── of its conditions ──
  'question-unknown': 'There is no question "{{question}}"; name a node that asks something.',
  'question-not-before': '"{{question}}" is never answered before this node; ask it earlier.',
  'answer-no-number': '"{{question}}" is not answered with a number; use equals or in.',
  'answer-not-among': '"{{question}}" cannot be answered with {{answers}}; its codes are: {{codes}}.',
  'answer-must-be-number': '"{{question}}" cannot be answered with {{answers}}; use a number.',
  'answer-not-allowed':
    '"{{question}}" cannot be answered with {{answers}}; allow it there (optional, mayRefuse, mayNotKnow) or leave it out.',

  // ── of its texts ──
  'label-too-long': '{{channel}} shows at most {{limit}} characters of a label, this has {{length}}; shorten it.',
  'text-too-long': '{{channel}} shows at most {{limit}} characters of a text, this has {{length}}; shorten it.',
  'question-too-long':
    '{{channel}} shows at most {{limit}} characters of a question (progress and hints stand above it), this has {{length}}; shorten it.',
  'consent-missing':
    'Asks for personal data ({{type}}) without consent before it; put a "consent" node on every way to it.',
} as const;

export type ProblemCode = keyof typeof sentences;

type Places<Sentence> = Sentence extends `${string}{{${infer Place}}}${infer Rest}` ? Place | Places<Rest> : never;
/** What the sentence of a code leaves blank. */
export type ValuesOf<Code extends ProblemCode> = Record<Places<(typeof sentences)[Code]>, string | number>;

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(sentences, code);
