import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutMessage, Rendered, Tap } from '../../../../bot/channels/contract.js';
import { clean, lengthOf } from '../../../../bot/channels/text.js';
import { type Settings, settingsSchema } from '../../../../bot/channels/zalo/account.js';
import { limits } from '../../../../bot/channels/zalo/limits.js';
import { render } from '../../../../bot/channels/zalo/render.js';
import { words } from './words.js';

interface Shown {
  text?: string;
  attachment?: {
    payload: { buttons?: { title: string; payload: string }[]; elements?: { title?: string; subtitle?: string }[] };
  };
}
const shownIn = (rendered: Rendered[]) => rendered.map(({ message }) => message as Shown);
const buttonsIn = (rendered: Rendered[]) =>
  shownIn(rendered).flatMap(({ attachment }) => attachment?.payload.buttons ?? []);
const formsIn = (rendered: Rendered[]) =>
  shownIn(rendered).flatMap(({ attachment }) =>
    attachment?.payload.buttons ? [] : (attachment?.payload.elements ?? []),
  );
/** Everything a person can read, without space, because texts may be split at any of it. */
const readIn = (rendered: Rendered[]) => {
  const words = shownIn(rendered).map(({ text }) => text ?? '');
  const titles = [
    ...buttonsIn(rendered).map(({ title }) => title),
    ...formsIn(rendered).flatMap(({ title, subtitle }) => [title, subtitle]),
  ];
  return squeeze([...words, ...titles].join(''));
};
const squeeze = (text: string) => text.replace(/\s+/gu, '');

const payload = ({ option }: Tap) => `#${option}`;
const renderWith = (message: OutMessage, settings: Settings, plain = false) =>
  render(message, { settings, payload, reference: 'r', lane: 'live', phrase: words }, plain);

const piece = fc.constantFrom(
  'a',
  'ệ',
  'e\u0323\u0302',
  ' ',
  '\n',
  '😀',
  '👨‍👩‍👧',
  'سلام',
  '\u200F',
  '\u0000',
  '\uD83D',
  'Hài lòng ',
  '1. ',
);
const label = fc.string({ unit: piece, minLength: 0, maxLength: 60 });
const question = fc.oneof(
  fc.string({ unit: piece, maxLength: 60 }),
  fc.string({ unit: piece, maxLength: 300 }).map((text) => text.repeat(30)),
);
const message: fc.Arbitrary<OutMessage> = fc
  .record({
    text: question,
    labels: fc.array(label, { maxLength: 14 }),
    wants: fc.constantFrom('phone' as const, 'location' as const, 'photo' as const, undefined),
  })
  .map(({ text, labels, wants }) => ({
    text,
    options: labels.map((text, index) => ({
      label: text,
      key: String(index + 1),
      tap: { session: 's', node: 'n', option: `o${index + 1}` },
    })),
    ...(wants && { wants }),
  }));
const settings = fc
  .record({
    buttons: fc.constantFrom('plain' as const, 'media' as const, 'none' as const),
    phoneForm: fc.boolean(),
    readableTitle: fc.integer({ min: 5, max: 100 }),
  })
  .map((given) => settingsSchema.parse({ ...given, buttonImageUrl: 'https://example.gov.vn/a.png' }));

/** An escape of NUL or of half a character in JSON: after an even number of backslashes, for an odd one is a backslash somebody typed. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

describe('whatever the message', () => {
  it('keeps within the limits', () => {
    fc.assert(
      fc.property(message, settings, fc.boolean(), (given, how, plain) => {
        const rendered = renderWith(given, how, plain);
        for (const { text, attachment } of shownIn(rendered)) {
          if (text !== undefined) expect(lengthOf(text)).toBeLessThanOrEqual(limits.text);
          expect(text ?? attachment).toBeTruthy();
        }
        expect(buttonsIn(rendered).length).toBeLessThanOrEqual(limits.buttons);
        for (const { title } of buttonsIn(rendered)) {
          expect(lengthOf(title)).toBeLessThanOrEqual(how.readableTitle);
          expect(title).not.toBe('');
        }
        for (const { title, subtitle } of formsIn(rendered)) {
          expect(lengthOf(title ?? '')).toBeLessThanOrEqual(limits.formTitle);
          expect(lengthOf(subtitle ?? '')).toBeLessThanOrEqual(limits.formSubtitle);
        }
        expect(JSON.stringify(rendered)).not.toMatch(unstorable);
      }),
    );
  });

  it('loses neither the text nor an option', () => {
    fc.assert(
      fc.property(message, settings, fc.boolean(), (given, how, plain) => {
        const rendered = renderWith(given, how, plain);
        const read = readIn(rendered);
        expect(read).toContain(squeeze(clean(given.text)));
        const payloads = buttonsIn(rendered).map(({ payload }) => payload);
        for (const { label, key, tap } of given.options ?? []) {
          const name = squeeze(clean(label));
          expect(read).toContain(name);
          if (!payloads.includes(`#${tap.option}`)) expect(read).toContain(name === key ? key : `${key}.${name}`);
        }
        if (payloads.length > 0) expect(payloads).toEqual(given.options?.map(({ tap }) => `#${tap.option}`));
      }),
    );
  });

  it('is plain when plain is asked for', () => {
    fc.assert(
      fc.property(message, settings, (given, how) => {
        for (const { attachment } of shownIn(renderWith(given, how, true))) expect(attachment).toBeUndefined();
      }),
    );
  });

  it('is the same each time, so that what is sent again is the same', () => {
    fc.assert(
      fc.property(message, settings, (given, how) => {
        expect(renderWith(given, how)).toEqual(renderWith(given, how));
      }),
    );
  });
});
