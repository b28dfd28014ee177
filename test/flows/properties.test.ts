/** Promises that hold for whatever people and networks do, tried with many made-up cases. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowRevision, Input, Session, Step } from '../../flows/contract.js';
import { compile } from '../../flows/engine/compile.js';
import { follow } from '../../flows/engine/follow.js';
import { inputOf } from '../../flows/play/replay.js';
import { begin, engine, flows, nodeTypes, revisionOf, yesNoSurvey } from './universe.js';

const start = (flow: FlowRevision) => engine.start(flow, { id: 'abcd1234', language: 'vi', at: begin });
const through = (session: Session): Session => JSON.parse(JSON.stringify(session)) as Session;

/** Branches both ways, with a question that comes by for some only. */
const survey = yesNoSurvey(['a', 'b', 'c', 'd', 'e'], {
  a: {
    options: [
      { code: 'yes', label: { vi: 'Có', en: 'Yes' }, next: 'c' },
      { code: 'no', label: { vi: 'Không', en: 'No' } },
    ],
  },
  b: { optional: true },
  c: { branch: [{ when: { question: 'c', equals: 'no' }, next: 'e' }], mayRefuse: true },
  d: { when: { question: 'a', equals: 'no' } },
});
const questions = ['a', 'b', 'c', 'd', 'e'];
const option = fc.constantFrom('yes', 'no');

describe('duplicates, reorderings and crashes', () => {
  /** One tap a question, as the person meant them; then the same as the network delivers them. */
  const delivery = fc
    .tuple(fc.tuple(option, option, option, option, option), fc.array(fc.nat({ max: 4 }), { maxLength: 15 }))
    .chain(([meant, again]) => {
      const taps = questions.map((node, index): Input => ({ type: 'tap', node, option: meant[index] ?? 'yes' }));
      const sent = [...taps, ...again.flatMap((index) => taps[index] ?? [])];
      return fc.record({
        taps: fc.constant(taps),
        delivered: fc.shuffledSubarray(sent, { minLength: sent.length }),
        crashes: fc.array(fc.boolean(), { minLength: sent.length, maxLength: sent.length }),
      });
    });

  const run = (inputs: Input[], crashes: boolean[] = []): Session =>
    inputs.reduce((session, input, index) => {
      if (session.state !== 'waiting') return session;
      const next = engine.resume(survey, session, input, begin).session;
      // A crash before the commit: the turn is lost and decided again, from what was stored.
      return crashes[index] ? engine.resume(survey, through(session), input, begin).session : through(next);
    }, start(survey).session);

  it('end with the same answers as the sorted single delivery', () => {
    fc.assert(
      fc.property(delivery, ({ taps, delivered, crashes }) => {
        const sorted = run(taps);
        const messy = run(delivered, crashes);
        expect(messy.answers).toEqual(sorted.answers);
        expect(messy.path).toEqual(sorted.path);
        expect(messy.state).toBe('finished');
      }),
      { numRuns: 300 },
    );
  });
});

// ── anything anybody does ───────────────────────────────────────────────────────────────────────────────────────────────────

const anyTap = (nodes: string[], options: string[]) =>
  fc.record({
    type: fc.constant('tap' as const),
    node: fc.constantFrom(...nodes),
    option: fc.constantFrom(...options),
  });
const anyCommand = fc
  .constantFrom('back', 'back', 'back', 'skip', 'english', 'person', 'help')
  .map((command): Input => ({ type: 'command', command: command as 'back', text: command }));
const moves = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: anyTap(questions, ['yes', 'no', '_skip', '_refused', '_no', '_yes-yes', '_yes-no']) },
    { weight: 3, arbitrary: anyCommand },
    {
      weight: 2,
      arbitrary: fc.constantFrom('có', 'không', '1', '2', 'x').map((text): Input => ({ type: 'text', text })),
    },
  ),
  { maxLength: 40 },
);

describe('going back, changing and skipping', () => {
  const compiled = compile(survey, nodeTypes);

  const check = ({ session }: Step) => {
    const { path, at } = session;
    const answers = Object.keys(session.answers);
    // Every answer lies behind on the path, or may still come.
    const ahead = at === null ? new Set<string>() : compiled.reachable(at);
    for (const id of answers) expect(path.includes(id) || ahead.has(id) || id === at).toBe(true);
    // The path is the way that the answers describe.
    const way = follow(compiled, survey.start, session.answers, []);
    const onWay = way.passed.filter(({ type }) => type.waits).map(({ id }) => id);
    expect(onWay.slice(0, path.length)).toEqual(path);
    if (session.state === 'finished') expect(answers.sort()).toEqual([...path].sort());
  };

  it('never leave an answer whose question is not on the path', () => {
    fc.assert(
      fc.property(moves, (inputs) => {
        let step = start(survey);
        for (const input of inputs) {
          if (step.session.state !== 'waiting') break;
          step = engine.resume(survey, through(step.session), input, begin);
          check(step);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('tell by their events alone which answers there are', () => {
    fc.assert(
      fc.property(moves, (inputs) => {
        const told: Record<string, unknown> = {};
        let step = start(survey);
        for (const input of inputs) {
          if (step.session.state !== 'waiting') break;
          step = engine.resume(survey, through(step.session), input, begin);
          for (const event of step.events) {
            if (event.type === 'answered') told[event.node] = event.value;
            if (event.type === 'answer-withdrawn') delete told[event.node];
          }
          expect(told).toEqual(step.session.answers);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('whatever is sent', () => {
  const strange = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
    fc.constantFrom(
      '\u0000',
      '\ud800',
      '\udc00\ud800',
      '\u202eabc\u202c',
      '😊😊',
      '👨‍👩‍👧‍👦',
      'ê\u0323\u0323',
      '__proto__',
      'constructor',
      '{{chosen}}',
    ),
    fc.constantFrom(
      '1',
      '5',
      'hôm qua',
      'có',
      'không',
      'xong',
      '0912345678',
      '1, 3 và 4',
      'bỏ qua',
      'quay lại',
      'english',
    ),
  );
  const input: fc.Arbitrary<Input> = fc.oneof(
    { weight: 5, arbitrary: strange.map((text) => inputOf(text)) },
    fc.record({ type: fc.constant('tap' as const), node: strange, option: strange }),
    fc.record({ type: fc.constant('photo' as const), urls: fc.array(fc.webUrl(), { maxLength: 12 }) }),
    fc.record({ type: fc.constant('location' as const), latitude: fc.double(), longitude: fc.double() }),
    fc.record({ type: fc.constant('phone' as const), phone: strange }),
    fc.record({ type: fc.constant('other' as const), kind: strange }),
  );
  const anyFlow = fc.constantFrom(...flows.keys()).map((id) => revisionOf(id));

  it('is answered: no throw, no empty text, no lost value in a sentence', () => {
    fc.assert(
      fc.property(anyFlow, fc.array(input, { maxLength: 25 }), (flow, inputs) => {
        let step = start(flow);
        for (const one of inputs) {
          if (step.session.state !== 'waiting') break;
          step = engine.resume(flow, through(step.session), one, begin);
          for (const event of step.events) {
            if (event.type === 'said') expect(event.text.trim()).not.toBe('');
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('is stored without NUL and half characters', () => {
    const words = revisionOf('all-kinds');
    const session: Session = { ...start(words).session, at: 'words' };
    fc.assert(
      fc.property(strange, (text) => {
        const { answers } = engine.resume(words, session, { type: 'text', text }, begin).session;
        const kept = JSON.stringify(answers);
        expect(kept).not.toContain('\\u0000');
        expect(kept).not.toMatch(/\\ud[89a-f]/);
        expect(kept).toBe(kept.normalize('NFC'));
      }),
    );
  });

  it.each([
    ['letters', 'a'],
    ['dots', '.'],
    ['letters and dots', 'a.'],
    ['spaces', ' '],
    ['marks', 'e\u0301'],
    ['digits', '1'],
    ['commas', '1,'],
    ['emoji', '😊'],
    ['halves', '\ud800'],
    ['NUL', '\u0000'],
  ])('is soon over, even a million characters: %s', (_name, part) => {
    const text = part.repeat(1_000_000 / part.length);
    const allKinds = revisionOf('all-kinds');
    const { session } = start(allKinds);
    const began = performance.now();
    for (const { id } of allKinds.nodes) engine.resume(allKinds, { ...session, at: id }, inputOf(text), begin);
    engine.resume(allKinds, { ...session, change: { node: 'again', option: 'yes' } }, { type: 'text', text }, begin);
    // Far above what it takes, far below what a quadratic reading would.
    expect(performance.now() - began).toBeLessThan(500);
  });
});
