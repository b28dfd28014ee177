import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutMessage, RenderContext } from '../../../../bot/channels/contract.js';
import type { Settings } from '../../../../bot/channels/messenger/account.js';
import { channel } from '../../../../bot/channels/messenger/index.js';
import { clean, lengthOf } from '../../../../bot/channels/text.js';
import { page } from './accounts.js';

const context: RenderContext<Settings> = {
  settings: page().settings,
  payload: ({ session, node, option }) => `#ln1:${session}:${node}:${option}:mac`,
  reference: '9041',
  lane: 'live',
  phrase: (key) => `[${key}]`,
};

const options = (...labels: string[]): NonNullable<OutMessage['options']> =>
  labels.map((label, index) => ({
    label,
    key: `${index + 1}`,
    tap: { session: 'k3v9x2qa', node: 'q1', option: `o${index + 1}` },
  }));

const tap = (title: string, option: string) => ({
  content_type: 'text',
  title,
  payload: `#ln1:k3v9x2qa:q1:${option}:mac`,
});
const say = (text: string, quick_replies?: unknown[]) => ({
  messaging_type: 'RESPONSE',
  message: { text, metadata: '9041', ...(quick_replies && { quick_replies }) },
});

const cases: { case: string; message: OutMessage; plain?: boolean; lane?: 'bulk' | 'official'; requests: unknown[] }[] =
  [
    { case: 'a text', message: { text: 'Chào anh/chị!' }, requests: [say('Chào anh/chị!')] },
    {
      case: 'a text on our own initiative',
      message: { text: 'Chào anh/chị!' },
      lane: 'bulk',
      requests: [{ ...say('Chào anh/chị!'), messaging_type: 'UPDATE' }],
    },
    {
      case: 'the answer of an official, hours later',
      message: { text: 'Thưa anh/chị' },
      lane: 'official',
      requests: [{ ...say('Thưa anh/chị'), messaging_type: 'UPDATE' }],
    },
    {
      case: 'letters and marks that come apart go out together',
      message: { text: 'Cha\u0300o ba\u0323n', options: options('Ha\u0300i lo\u0300ng') },
      requests: [say('Chào bạn', [tap('Hài lòng', 'o1')])],
    },
    {
      case: 'a question with two options',
      message: { text: 'Anh/chị có hài lòng không?', options: options('Có', 'Không') },
      requests: [say('Anh/chị có hài lòng không?', [tap('Có', 'o1'), tap('Không', 'o2')])],
    },
    {
      case: 'labels of exactly 20 characters',
      message: { text: 'Chọn', options: options('12345678901234567890') },
      requests: [say('Chọn', [tap('12345678901234567890', 'o1')])],
    },
    {
      case: 'labels that are too long stand in the text in full',
      message: { text: 'Vì sao?', options: options('Phải đi lại nhiều lần', 'Thái độ của cán bộ chưa tốt') },
      requests: [
        say('Vì sao?\n\n1. Phải đi lại nhiều lần\n2. Thái độ của cán bộ chưa tốt\n\n[numbered.hint]', [
          tap('Phải đi lại nhiều l…', 'o1'),
          tap('Thái độ của cán bộ…', 'o2'),
        ]),
      ],
    },
    {
      case: 'labels that look the same when cut become numbers',
      message: {
        text: 'Ở đâu?',
        options: options('Trung tâm hành chính công Hà Nội', 'Trung tâm hành chính công Huế'),
      },
      requests: [
        say('Ở đâu?\n\n1. Trung tâm hành chính công Hà Nội\n2. Trung tâm hành chính công Huế\n\n[numbered.hint]', [
          tap('1', 'o1'),
          tap('2', 'o2'),
        ]),
      ],
    },
    {
      case: 'fourteen options: thirteen numbers to tap, the last one to type',
      message: {
        text: 'Ở tỉnh nào?',
        options: options(...Array.from({ length: 14 }, (_, index) => `Tỉnh ${index + 1}`)),
      },
      requests: [
        say(
          `Ở tỉnh nào?\n\n${Array.from({ length: 14 }, (_, index) => `${index + 1}. Tỉnh ${index + 1}`).join('\n')}\n\n[numbered.hint]`,
          Array.from({ length: 13 }, (_, index) => tap(`${index + 1}`, `o${index + 1}`)),
        ),
      ],
    },
    {
      case: 'options without a text above them',
      message: { text: ' ', options: options('Có') },
      requests: [say('1. Có\n\n[numbered.hint]', [tap('Có', 'o1')])],
    },
    {
      case: 'the phone number is asked for',
      message: { text: 'Số điện thoại của anh/chị?', options: options('Bỏ qua'), wants: 'phone' },
      requests: [say('Số điện thoại của anh/chị?', [{ content_type: 'user_phone_number' }, tap('Bỏ qua', 'o1')])],
    },
    {
      case: 'the phone number is asked for above thirteen options: one of them has to be typed',
      message: { text: 'Gọi số nào?', options: options(...'ABCDEFGHIJKLM'), wants: 'phone' },
      requests: [
        say(
          `Gọi số nào?\n\n${[...'ABCDEFGHIJKLM'].map((label, index) => `${index + 1}. ${label}`).join('\n')}\n\n[numbered.hint]`,
          [
            { content_type: 'user_phone_number' },
            ...Array.from({ length: 12 }, (_, index) => tap(`${index + 1}`, `o${index + 1}`)),
          ],
        ),
      ],
    },
    {
      case: 'a place is asked for: Messenger has no button for it any more',
      message: { text: 'Anh/chị đang ở đâu?', wants: 'location' },
      requests: [say('Anh/chị đang ở đâu?')],
    },
    {
      case: 'without buttons',
      message: { text: 'Anh/chị có hài lòng không?', options: options('Có', 'Không'), wants: 'phone' },
      plain: true,
      requests: [say('Anh/chị có hài lòng không?\n\n1. Có\n2. Không\n\n[numbered.hint]')],
    },
    {
      case: 'a long text in two parts, the options under the last',
      message: { text: `${'a'.repeat(1500)}\n\n${'b'.repeat(1500)}`, options: options('Có') },
      requests: [say('a'.repeat(1500)), say('b'.repeat(1500), [tap('Có', 'o1')])],
    },
  ];

describe('a message becomes requests', () => {
  test.each(cases)('$case', ({ message, plain, lane, requests }) => {
    expect(channel.render(message, { ...context, ...(lane && { lane }) }, plain)).toEqual(requests);
  });

  test('a payload that Meta would refuse is left to typing', () => {
    const rendered = channel.render(
      { text: 'Chọn', options: options('Có') },
      { ...context, payload: () => 'x'.repeat(1001) },
    );
    expect(rendered).toEqual([say('Chọn\n\n1. Có\n\n[numbered.hint]')]);
  });
});

interface Sent {
  message: { text: string; quick_replies?: { content_type: string; title?: string; payload?: string }[] };
}

const piece = fc.constantFrom(
  'Hài lòng ',
  'e\u0302\u0323',
  '👨‍👩‍👧‍👦',
  '🇻🇳',
  '\u202Eمرحبا',
  '\n',
  '\u0000',
  '\ud83d',
  'đ',
  '…',
  ' ',
);
const anyText = (longest: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: longest }),
    fc.array(piece, { maxLength: longest }).map((pieces) => pieces.join('')),
  );
const anyMessage = fc
  .record({
    text: anyText(3000),
    labels: fc.array(anyText(40), { maxLength: 40 }),
    wants: fc.constantFrom(undefined, 'phone' as const, 'photo' as const),
  })
  .map(({ text, labels, wants }) => ({ text: `a${text}`, options: options(...labels), ...(wants && { wants }) }));

describe('whatever is to be said', () => {
  test('no request is more than Meta accepts, and every option can be found and chosen', () => {
    fc.assert(
      fc.property(anyMessage, fc.boolean(), (message, plain) => {
        const sent = channel.render(message, context, plain) as unknown as Sent[];
        for (const { message: part } of sent) withinLimits(part);
        for (const { message: part } of sent.slice(0, -1)) expect(part).not.toHaveProperty('quick_replies');
        everyOptionIsThere(message.options, sent);
      }),
      { numRuns: 200 },
    );
  });

  test('even a letter under three thousand marks', () => {
    const sent = channel.render({ text: `a${'\u0324'.repeat(5000)}` }, context) as unknown as Sent[];
    for (const { message } of sent) withinLimits(message);
    expect(sent.map(({ message }) => message.text).join('')).toHaveLength(5001);
  });
});

function withinLimits({ text, quick_replies = [] }: Sent['message']): void {
  expect(text.trim()).not.toBe('');
  expect(lengthOf(text)).toBeLessThanOrEqual(2000);
  expect(text).not.toMatch(/\p{Surrogate}/u);
  expect(quick_replies.length).toBeLessThanOrEqual(13);
  const titles = quick_replies.flatMap(({ title }) => title ?? []);
  expect(new Set(titles).size).toBe(titles.length);
  for (const title of titles) {
    expect(title).not.toBe('');
    expect(lengthOf(title)).toBeLessThanOrEqual(20);
  }
}

/** In full on a button, or in full in the text beside the key that is typed (white space may break differently). */
function everyOptionIsThere(given: NonNullable<OutMessage['options']>, sent: Sent[]): void {
  const squeeze = (text: string) => text.replace(/\s+/g, '');
  const text = squeeze(sent.map(({ message }) => message.text).join(''));
  const titles = new Map((sent.at(-1)?.message.quick_replies ?? []).map(({ payload, title }) => [payload, title]));
  for (const { label, key, tap: target } of given) {
    const whole = clean(label).trim();
    const onButton = titles.get(context.payload(target)) === whole;
    const inText = text.includes(squeeze(`${key}.${whole}`)) || (whole === key && text.includes(key));
    expect(onButton || inText, JSON.stringify({ label, text, titles: [...titles] })).toBe(true);
  }
}
