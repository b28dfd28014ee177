/** Every problem that the check can find, each with a flow that has it, said in both languages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isProblemCode, type ProblemCode, sentences } from '../../flows/check/sentences.js';
import { checkFlow } from '../../flows/check.js';
import { languages } from '../../flows/contract.js';
import { defineNode } from '../../flows/node-type.js';
import english from '../../locales/en/problems.json' with { type: 'json' };
import { createWords } from '../../locales/index.js';
import vietnamese from '../../locales/vi/problems.json' with { type: 'json' };
import { flows, limits, nodeTypes } from './universe.js';

/** A node type from elsewhere, with wishes that ours do not have. */
const motto = defineNode({
  type: 'motto',
  schema: z.strictObject({
    id: z.string(),
    type: z.literal('motto'),
    next: z.string(),
    words: z
      .string()
      .max(10)
      .regex(/^[A-Z]/, 'begin with a capital letter')
      .optional(),
    echoes: z.array(z.string()).max(2).optional(),
    volume: z.number().positive().optional(),
  }),
  waits: true,
  show: () => ({ text: 'Motto?' }),
});

const words = await createWords();
const options = { nodeTypes: new Map([...nodeTypes, ['motto', motto]]), limits, flows: [...flows.keys()] };
const problemsOf = (document: unknown) => checkFlow(document, options).problems;

const both = (text: string) => ({ vi: text, en: text });
const end = { id: 'end', type: 'end' };
const flow = (...nodes: object[]) => ({
  id: 'tried',
  kind: 'survey',
  title: both('Thử'),
  start: 'a',
  nodes: [...nodes, end],
});
const of = (type: string, more: object = {}) => ({ id: 'a', type, text: both('A?'), next: 'end', ...more });
const scale = (more: object = {}) => flow(of('scale', more));
const choice = (more: object = {}) =>
  of('choice', { options: ['yes', 'no'].map((code) => ({ code, label: both(code) })), ...more });
const whether = (when: object, question: object = choice()) =>
  flow({ ...question, next: 'b' }, { ...of('scale', { when }), id: 'b' });

const examples: Record<ProblemCode, unknown> = {
  'no-flow': 'menu',
  'unknown-field': scale({ nxt: 'end' }),
  missing: { ...scale(), title: undefined },
  'vietnamese-missing': scale({ text: { en: 'A?' } }),
  'english-missing': scale({ text: { vi: 'A?', en: '' } }),
  'not-both-languages': scale({ text: 'A?' }),
  'not-string': scale({ next: 7 }),
  'not-number': scale({ min: '1' }),
  'not-int': scale({ min: 0.5 }),
  'not-boolean': scale({ optional: 'yes' }),
  'not-array': { ...scale(), nodes: {} },
  'not-object': { ...scale(), nodes: ['a'] },
  'not-one-of': { ...scale(), kind: 'poll' },
  'string-too-short': flow(of('send', { act: 'withdraw-consent', purpose: '' })),
  'string-too-long': flow({ id: 'a', type: 'motto', next: 'end', words: 'Always listening' }),
  'array-too-short': { ...scale(), nodes: [] },
  'array-too-long': flow({ id: 'a', type: 'motto', next: 'end', echoes: ['1', '2', '3'] }),
  'number-too-small': { ...scale(), expiresAfterHours: 0 },
  'number-too-big': scale({ max: 11 }),
  'wrong-because': flow({ id: 'a', type: 'motto', next: 'end', words: 'listen' }),
  'not-id': { ...scale(), id: 'Thử' },
  'not-option-code': flow(choice({ options: [{ code: '_skip', label: both('Bỏ') }] })),
  'not-day': flow(of('date', { notAfter: '31/12/2026' })),
  'no-condition': scale({ when: 'a < 3' }),
  'max-not-above-min': flow(of('number', { min: 5, max: 5 })),
  'labels-per-level': scale({ labels: [both('Kém'), both('Tốt')] }),
  'too-few-options': flow(choice({ options: [{ code: 'yes', label: both('Có') }] })),
  'too-many-options': flow(
    choice({ options: Array.from({ length: 41 }, (_, index) => ({ code: `o${index}`, label: both(`${index}`) })) }),
  ),
  'node-type-unknown': flow(of('scael')),
  'node-id-twice': flow(of('scale'), of('scale')),
  'option-code-twice': flow(choice({ options: ['yes', 'yes'].map((code) => ({ code, label: both(code) })) })),
  'start-unknown': { ...scale(), start: 'b' },
  'next-unknown': scale({ next: 'b' }),
  'next-missing': scale({ next: undefined }),
  'next-missing-beside-when': flow(choice(), { ...end, id: 'b', when: { answered: 'a' } }),
  'flow-unknown': flow({ id: 'a', type: 'jump', flow: 'nowhere' }),
  'endless-loop': flow(of('send', { next: 'a' })),
  'node-unreached': flow(of('scale'), { ...of('scale'), id: 'b' }),
  'question-unknown': whether({ answered: 'c' }),
  'question-not-before': scale({ when: { answered: 'a' } }),
  'answer-no-number': whether({ question: 'a', less: 3 }),
  'answer-not-among': whether({ question: 'a', equals: 'maybe' }),
  'answer-must-be-number': whether({ question: 'a', equals: 'many' }, of('number')),
  'answer-not-allowed': whether({ question: 'a', equals: '_refused' }, of('text')),
  'label-too-long': flow(
    choice({ options: ['yes', 'no'].map((code) => ({ code, label: both('Rất là không hài lòng') })) }),
  ),
  'text-too-long': flow(of('send', { text: both('x'.repeat(2001)) })),
  'question-too-long': flow(choice({ text: both('x'.repeat(500)) })),
  'consent-missing': flow(of('phone')),
};

describe('every code', () => {
  it.each(Object.entries(examples))('%s is found, and said in both languages with its cure', (code, document) => {
    const found = problemsOf(document).find((problem) => problem.code === code);
    if (!found) throw new Error(`found only ${JSON.stringify(problemsOf(document))}`);
    expect(words.problem('en', code, found.values)).toBe(found.message);
    for (const language of languages) {
      const said = words.problem(language, code, found.values);
      expect(said).not.toMatch(/\{\{|undefined|NaN/);
      expect(said).toMatch(/[;,:.] .*\.$/);
    }
    expect(words.problem('vi', code, found.values)).not.toBe(found.message);
  });

  it('has its English sentence in the locales as it stands in the code, and a Vietnamese one', () => {
    expect(english).toEqual(sentences);
    expect(Object.keys(vietnamese)).toEqual(Object.keys(sentences));
  });
});

describe('what a node type from elsewhere says in its own words', () => {
  it('is passed on, also where it is said by zod', () => {
    const said = (more: object) =>
      problemsOf(flow({ id: 'a', type: 'motto', next: 'end', ...more })).map(({ values }) => values);
    expect(said({ words: 'listen' })).toEqual([{ because: 'begin with a capital letter' }]);
    expect(said({ volume: 0 })).toEqual([{ because: 'Too small: expected number to be >0' }]);
  });
});

describe('whatever stands anywhere in a survey of ours', () => {
  const survey = JSON.stringify(flows.get('all-kinds'));
  const places = placesIn(JSON.parse(survey));
  const anything = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, null, '', [], {}, 0.5, 1e300, -1e300));

  it('has a sentence of its own, and never one of zod', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), anything, (place, junk) => {
        for (const { code } of problemsOf(put(JSON.parse(survey), place, junk))) {
          expect(isProblemCode(code)).toBe(true);
          expect(code).not.toBe('wrong-because');
        }
      }),
      { numRuns: 1000 },
    );
  });
});

type Place = [...above: string[], last: string];

function placesIn(value: unknown, above: string[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): Place[] => [
    [...above, key],
    ...placesIn(inner, [...above, key]),
  ]);
}

function put(document: object, place: Place, junk: unknown): object {
  const above = place.slice(0, -1);
  const holder = above.reduce<object>((within, key) => Reflect.get(within, key) as object, document);
  Reflect.set(holder, place.at(-1) ?? '', junk);
  return document;
}
