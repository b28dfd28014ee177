/**
 * Several of several. A typed line is the whole answer ("1, 3 và 4"); taps add one after the other until "Done". Taps only ever add:
 * a tap that arrives twice must not undo itself. "Start over" empties the list.
 */
import { z } from 'zod';
import { listOf, numbered, optionSchema, questionFields } from '../fields.js';
import { defineNode, type NodeOption, type Reading, type View } from '../node-type.js';
import { fold } from '../reading/fold.js';
import { memo } from '../reading/memo.js';
import { readSeveral } from '../reading/several.js';

const schema = z.strictObject({
  ...questionFields,
  type: z.literal('multi'),
  options: listOf(optionSchema),
  min: z.number().int().min(1).default(1),
  max: z.number().int().min(2).optional(),
});
type Multi = z.infer<typeof schema>;

const optionsOf = memo((multi: Multi) => numbered(multi.options));
const mostOf = (multi: Multi) => Math.min(multi.max ?? multi.options.length, multi.options.length);

const done = '_done';
const startOver = '_clear';

export const node = defineNode({
  type: 'multi',
  schema,
  waits: true,
  answers: 'codes',
  options: optionsOf,
  ownTaps: [done, startOver],
  show(multi, view) {
    if (view.picked.length === 0) return { text: multi.text[view.language] };
    return { text: soFar(multi, view), options: offered(multi, view) };
  },
  read(multi, input, { picked }) {
    if (input.type === 'tap') return readTap(multi, input.option, picked);
    if (input.type !== 'text') return { kind: 'hint', key: 'hint-multi' };
    const own = picked.length > 0 ? ownWord(input.text) : undefined;
    if (own) return readTap(multi, own, picked);
    const read = readSeveral(input.text, optionsOf(multi));
    return Array.isArray(read) ? finish(multi, [...picked, ...codesOf(read)]) : read;
  },
});

const words: Record<string, string[]> = {
  [done]: ['0', 'xong', 'xong roi', 'done'],
  [startOver]: ['x', 'chon lai', 'start over'],
};
const ownWord = (text: string) =>
  text.length < 20 ? [done, startOver].find((tap) => words[tap]?.includes(fold(text))) : undefined;

const codesOf = (options: NodeOption[]) => options.map(({ code }) => code);

function readTap(multi: Multi, option: string, picked: string[]): Reading {
  if (option === done) return finish(multi, picked);
  if (option === startOver) return { kind: 'more', picked: [] };
  const now = inOrder(multi, [...picked, option]);
  return now.length >= mostOf(multi) ? finish(multi, now) : { kind: 'more', picked: now };
}

function finish(multi: Multi, picked: string[]): Reading {
  const codes = inOrder(multi, picked);
  if (codes.length < multi.min) return { kind: 'hint', key: 'hint-multi-min', values: { min: multi.min } };
  if (codes.length > mostOf(multi)) return { kind: 'hint', key: 'hint-multi-max', values: { max: mostOf(multi) } };
  return { kind: 'answer', value: { kind: 'codes', codes } };
}

/** In the order of the question, each once: the same choices are the same answer however they were tapped. */
function inOrder(multi: Multi, codes: string[]): string[] {
  return codesOf(optionsOf(multi)).filter((code) => codes.includes(code));
}

function soFar(multi: Multi, { language, phrase, picked }: View): string {
  const labels = multi.options.filter(({ code }) => picked.includes(code)).map(({ label }) => label[language]);
  return phrase(language, 'picked-so-far', { chosen: labels.join(', ') });
}

function offered(multi: Multi, { language, phrase, picked }: View) {
  const rest = optionsOf(multi).filter(({ code }) => !picked.includes(code));
  return [
    { code: done, label: phrase(language, 'label-done'), key: '0' },
    ...rest.map(({ code, label, key }) => ({ code, label: label[language], key })),
    { code: startOver, label: phrase(language, 'label-start-over'), key: 'x' },
  ];
}
