/** The judge of `npm run bench -- survive` is given doctored records: it has to say what was done to them. */
import { describe, expect, it } from 'vitest';
import { judge, type Verdict } from '../../bench/survive/judge.js';
import type { PersonRecord } from '../../bench/survive/record.js';
import type { StoredPerson } from '../../bench/survive/stored.js';

/** One person who took one survey, and everything that should stand about it. */
const happened = (platform: 'messenger' | 'zalo'): PersonRecord => ({
  platform,
  user: '4000',
  events: new Map([
    ['said:m1', { acknowledged: true }],
    ['said:m2', { acknowledged: true }],
    ['echo:o1', { acknowledged: true }],
    ['said:m3', { acknowledged: false }],
  ]),
  received: ['Câu 1', 'Câu 2', 'Cảm ơn'].map((text, index) => ({
    text,
    ...(platform === 'messenger' && { reference: String(10 + index) }),
  })),
  surveys: [{ answers: { staff: 4, time: 5 }, finished: true }],
  stuck: false,
});

const stored = (): StoredPerson => ({
  events: ['said:m1', 'said:m2', 'echo:o1'].map((name) => ({ name, handled: true, parked: null })),
  messages: ['Câu 1', 'Câu 2', 'Cảm ơn'].map((text, index) => ({ id: String(10 + index), text, status: 'sent' })),
  responses: [
    {
      state: 'finished',
      answers: [
        { question: 'staff', number: 4, position: 1, changes: 0 },
        { question: 'time', number: 5, position: 2, changes: 0 },
      ],
    },
  ],
});

const clean: Omit<Verdict, 'findings'> = {
  acknowledgedButLost: 0,
  answersLostOrWrong: 0,
  answersTooMany: 0,
  outOfOrder: 0,
  repliesMissing: 0,
  sentTwice: 0,
  stuck: 0,
};

interface Case {
  label: string;
  doctor: (record: PersonRecord, kept: StoredPerson) => void;
  finds: Partial<Verdict>;
}

const swap = <T>(list: T[], at: number): void => void list.splice(at, 2, ...list.slice(at, at + 2).reverse());
const first = <T>(list: T[]): T => {
  const [one] = list;
  if (one === undefined) throw new Error('nothing there to doctor');
  return one;
};

const cases: Case[] = [
  { label: 'nothing', doctor: () => undefined, finds: {} },
  {
    label: 'an acknowledged event that is gone',
    doctor: (_, kept) => kept.events.shift(),
    finds: { acknowledgedButLost: 1 },
  },
  {
    label: 'an acknowledged event that nobody handled',
    doctor: (_, kept) => Object.assign(first(kept.events), { handled: false }),
    finds: { acknowledgedButLost: 1 },
  },
  {
    label: 'an acknowledged event that was parked',
    doctor: (_, kept) => Object.assign(first(kept.events), { parked: 'TypeError' }),
    finds: { acknowledgedButLost: 1 },
  },
  {
    label: 'a lost answer',
    doctor: (_, kept) => first(kept.responses).answers.pop(),
    finds: { answersLostOrWrong: 1 },
  },
  {
    label: 'another answer than was given',
    doctor: (_, kept) => Object.assign(first(first(kept.responses).answers), { number: 1 }),
    finds: { answersLostOrWrong: 1 },
  },
  {
    label: 'an answer written a second time',
    doctor: (_, kept) => Object.assign(first(first(kept.responses).answers), { changes: 1 }),
    finds: { answersTooMany: 1 },
  },
  {
    label: 'an answer nobody gave',
    doctor: (_, kept) =>
      first(kept.responses).answers.push({ question: 'overall', number: 3, position: 3, changes: 0 }),
    finds: { answersTooMany: 1 },
  },
  {
    label: 'a whole response too many',
    doctor: (_, kept) => kept.responses.push({ state: 'open', answers: [] }),
    finds: { answersTooMany: 1 },
  },
  {
    label: 'a finished survey that stands there as open',
    doctor: (_, kept) => Object.assign(first(kept.responses), { state: 'open' }),
    finds: { answersLostOrWrong: 1 },
  },
  {
    label: 'answers in another order',
    doctor: (_, kept) => Object.assign(first(first(kept.responses).answers), { position: 9 }),
    finds: { outOfOrder: 1 },
  },
  {
    label: 'a reply that came twice',
    doctor: ({ received }) => received.splice(1, 0, first(received)),
    finds: { sentTwice: 1 },
  },
  {
    label: 'a reply that came three times',
    doctor: ({ received }) => received.splice(1, 0, first(received), first(received)),
    finds: { sentTwice: 2 },
  },
  {
    label: 'a reply that never came',
    doctor: ({ received }) => received.splice(1, 1),
    finds: { repliesMissing: 1 },
  },
  { label: 'replies the wrong way round', doctor: ({ received }) => swap(received, 1), finds: { outOfOrder: 1 } },
  {
    label: 'a message that nobody decided',
    doctor: ({ received }) => received.push({ text: 'Xin chào', reference: '99' }),
    finds: { outOfOrder: 1 },
  },
  {
    label: 'somebody still waiting',
    doctor: (record) => Object.assign(record, { stuck: true }),
    finds: { stuck: 1 },
  },
];

describe.each(['messenger', 'zalo'] as const)('the judge, on %s', (platform) => {
  it.each(cases)('finds $label', ({ doctor, finds }) => {
    const record = happened(platform);
    const kept = stored();
    doctor(record, kept);
    const { findings, ...counts } = judge([record], [kept]);
    expect(counts).toEqual({ ...clean, ...finds });
    const isSerious = Object.keys(finds).some((count) => count !== 'sentTwice');
    expect(findings.length > 0).toBe(isSerious);
  });

  it('tells two equal messages in a row from one that came twice', () => {
    const record = happened(platform);
    const kept = stored();
    kept.messages.splice(1, 0, { id: '105', text: 'Câu 1', status: 'sent' });
    record.received.splice(1, 0, { text: 'Câu 1', ...(platform === 'messenger' && { reference: '105' }) });
    expect(judge([record], [kept])).toMatchObject(clean);
  });

  it('misses somebody of whom nothing is stored', () => {
    const { acknowledgedButLost, answersLostOrWrong } = judge([happened(platform)], []);
    expect({ acknowledgedButLost, answersLostOrWrong }).toEqual({ acknowledgedButLost: 3, answersLostOrWrong: 3 });
  });
});
