import { describe, expect, it } from 'vitest';
import type { Session } from '../../../flows/contract.js';
import { begin, engine, person, revisionOf, tap, yesNoSurvey } from '../universe.js';

const survey = yesNoSurvey(['a', 'b', 'c']);
/** "No" to a asks why; the rest follows in both cases. */
const branching = yesNoSurvey(['a', 'why', 'b', 'c'], {
  a: {
    options: [
      { code: 'yes', label: { vi: 'Có', en: 'Yes' }, next: 'b' },
      { code: 'no', label: { vi: 'Không', en: 'No' } },
    ],
  },
});

describe('back', () => {
  it('asks the question before, with its answer', () => {
    const citizen = person(survey);
    citizen.does('có', 'quay lại');
    expect(citizen.heard).toEqual([
      'Ta quay lại câu trước. Anh/chị đã trả lời: “Có”. Anh/chị chọn lại, hoặc gõ “bỏ qua” để đi tiếp.\n\nCâu 1/3\nCâu a?',
    ]);
    expect(citizen.session).toMatchObject({ at: 'a', path: [] });
  });

  it('at the first question says so', () => {
    const citizen = person(survey);
    citizen.does('quay lai');
    expect(citizen.heard).toEqual(['Đây là câu đầu tiên nên không quay lại được nữa.\n\nCâu 1/3\nCâu a?']);
  });

  it('does not ask again what is still answered', () => {
    const citizen = person(survey);
    citizen.does('có', 'có', 'quay lại', 'quay lại', 'không');
    expect(citizen.session).toMatchObject({ at: 'c', path: ['a', 'b'] });
    expect(citizen.happened).toMatchObject([{ type: 'answered', node: 'a', changed: true }]);
  });

  it('and the same answer again is no change', () => {
    const citizen = person(survey);
    citizen.does('có', 'quay lại', 'có');
    expect(citizen.happened).toEqual([]);
    expect(citizen.session.at).toBe('b');
  });

  it('twice, and then an old button of the question between: changed in its place', () => {
    const citizen = person(survey);
    citizen.does('có', 'có', 'quay lại', 'quay lại', tap('b', 'no'), 'có');
    expect(citizen.happened).toMatchObject([{ type: 'answered', node: 'b', position: 2, changed: true }]);
    expect(citizen.session).toMatchObject({ at: 'a', path: [] });
    citizen.does('có');
    expect(citizen.session).toMatchObject({ at: 'c', path: ['a', 'b'], answers: { b: { kind: 'code', code: 'no' } } });
  });

  it('and skip leaves the answer as it was', () => {
    const citizen = person(survey);
    citizen.does('có', 'quay lại', 'bỏ qua');
    expect(citizen.session).toMatchObject({ at: 'b', answers: { a: { kind: 'code', code: 'yes' } } });
  });
});

describe('a changed answer', () => {
  it('asks what the new way asks, and keeps what still lies on it', () => {
    const citizen = person(branching);
    citizen.does('có', 'có', tap('a', 'no'), 'có');
    expect(citizen.session).toMatchObject({ at: 'why', path: ['a'] });
    expect(Object.keys(citizen.session.answers)).toEqual(['a', 'b']);
    citizen.does('có');
    expect(citizen.session).toMatchObject({ at: 'c', path: ['a', 'why', 'b'] });
  });

  it('withdraws what no longer lies on the way', () => {
    const citizen = person(branching);
    citizen.does('không', 'có', 'có', tap('a', 'yes'), 'có');
    expect(citizen.happened).toMatchObject([
      { type: 'answered', node: 'a', changed: true },
      { type: 'answer-withdrawn', node: 'why' },
    ]);
    expect(citizen.session).toMatchObject({ at: 'c', path: ['a', 'b'] });
    expect(Object.keys(citizen.session.answers)).toEqual(['a', 'b']);
  });

  it('does not say again what was said on the way', () => {
    const text = (vi: string) => ({ vi, en: vi });
    const told = revisionOf({
      id: 'told',
      kind: 'survey',
      title: text('Kể'),
      start: 'hello',
      nodes: [
        { id: 'hello', type: 'send', text: text('Xin chào.'), next: 'a' },
        { id: 'a', type: 'scale', text: text('A?'), next: 'news' },
        { id: 'news', type: 'send', text: text('Một tin.'), next: 'b' },
        { id: 'b', type: 'scale', text: text('B?'), next: 'end' },
        { id: 'end', type: 'end' },
      ],
    });
    const citizen = person(told);
    expect(citizen.heard).toEqual(['Xin chào.', 'Câu 1/2\nA?']);
    expect(citizen.does('1').filter(({ type }) => type === 'said')).toHaveLength(2);
    citizen.does(tap('a', '2'), 'có');
    expect(citizen.heard).toEqual(['Đã đổi thành “2”.\n\nCâu 2/2\nB?']);
  });
});

describe('skip', () => {
  it('leaves out an optional question', () => {
    const citizen = person(yesNoSurvey(['a', 'b'], { a: { optional: true } }));
    citizen.does('bo qua');
    expect(citizen.happened).toMatchObject([{ type: 'answered', node: 'a', value: { kind: 'skipped' } }]);
    expect(citizen.session.at).toBe('b');
  });

  it('is not possible elsewhere, and what is possible is named', () => {
    const citizen = person(yesNoSurvey(['a', 'b'], { a: { mayRefuse: true } }));
    citizen.does('bỏ qua');
    expect(citizen.heard).toEqual(['Câu này không bỏ qua được.\n\nHoặc gõ: “Không muốn trả lời”.\n\nCâu 1/2\nCâu a?']);
    expect(citizen.session.tries).toBe(0);
  });
});

describe('refusing and not knowing', () => {
  it.each([
    ['không biết', 'unknown'],
    [tap('a', '_unknown'), 'unknown'],
    ['Không muốn trả lời', 'refused'],
    [tap('a', '_refused'), 'refused'],
  ])('%j is an answer', (move, kind) => {
    const citizen = person(yesNoSurvey(['a', 'b'], { a: { mayRefuse: true, mayNotKnow: true } }));
    citizen.does(move);
    expect(citizen.session).toMatchObject({ at: 'b', answers: { a: { kind } } });
  });

  it('is not one where the question does not allow it', () => {
    const citizen = person(survey);
    citizen.does(tap('a', '_refused'));
    expect(citizen.session).toMatchObject({ at: 'a', answers: {} });
  });
});

describe('stop', () => {
  it('keeps what is answered and thanks', () => {
    const citizen = person(survey);
    citizen.does('có', 'dừng');
    expect(citizen.session).toMatchObject({ state: 'stopped', at: null, answers: { a: { kind: 'code' } } });
    expect(citizen.happened).toEqual([{ type: 'ended', how: 'stopped' }]);
    expect(citizen.heard).toHaveLength(1);
  });
});

describe('a person', () => {
  it('is asked for, and the question stays open', () => {
    const citizen = person(survey);
    citizen.does('can bo');
    expect(citizen.happened).toEqual([{ type: 'person-requested', reason: 'asked' }]);
    expect(citizen.heard).toHaveLength(1);
    expect(citizen.session).toMatchObject({ state: 'waiting', at: 'a' });
  });
});

describe('a language', () => {
  it('holds from now on, in mid-survey', () => {
    const citizen = person(survey);
    citizen.does('english');
    expect(citizen.happened).toEqual([{ type: 'language-chosen', language: 'en' }]);
    expect(citizen.heard).toEqual(['We go on in English.\n\nQuestion 1/3\nCâu a? (en)']);
    citizen.does('tiếng việt');
    expect(citizen.session.language).toBe('vi');
  });

  it('labels are understood in both', () => {
    const citizen = person(survey);
    citizen.does('Có (en)');
    expect(citizen.session.answers.a).toEqual({ kind: 'code', code: 'yes' });
  });
});

describe('other commands', () => {
  it.each([
    ['menu', 'menu'],
    ['khảo sát', 'pick-survey'],
    ['hỏi đáp', 'ask'],
    ['xin ý kiến', 'consult'],
    ['dữ liệu của tôi', 'my-data'],
    ['xoá dữ liệu', 'erase'],
    ['ngừng nhận tin', 'opt-out'],
    ['nhận tin', 'opt-in'],
  ])('%s opens a dialog while the survey waits', (text, flow) => {
    const citizen = person(survey);
    citizen.does('có', text);
    expect(citizen.events).toEqual([{ type: 'jumped', flow, resume: false }]);
    expect(citizen.session).toMatchObject({ state: 'waiting', at: 'b' });
  });

  it('end a dialog', () => {
    const citizen = person(revisionOf('menu'));
    citizen.does('xoá dữ liệu');
    expect(citizen.events).toEqual([
      { type: 'ended', how: 'stopped' },
      { type: 'jumped', flow: 'erase', resume: false },
    ]);
  });

  it('help in a survey is said with the question', () => {
    const citizen = person(survey);
    citizen.does('trợ giúp');
    expect(citizen.heard).toHaveLength(1);
    expect(citizen.heard[0]).toContain('Câu 1/3\nCâu a?');
  });

  it('mean the option where the question has one of that name', () => {
    const citizen = person(revisionOf('language'));
    citizen.does('tiếng việt');
    expect(citizen.happened).toContainEqual({ type: 'jumped', flow: 'vietnamese', resume: false });
  });
});

describe('a person who comes back', () => {
  it('is welcomed quietly, with the place and the question in one message', () => {
    const citizen = person(survey);
    citizen.does('có');
    citizen.returns();
    expect(citizen.heard).toEqual(['Chào anh/chị quay lại, ta đang ở câu 2/3.\n\nCâu b?']);
    expect(citizen.offered).toHaveLength(2);
  });

  it('finds a change that was offered closed', () => {
    const citizen = person(survey);
    citizen.does('có', tap('a', 'no'));
    citizen.returns();
    expect(citizen.session.change).toBeUndefined();
  });
});

describe('a session that waited too long', () => {
  it('ends with thanks, keeping what was answered', () => {
    const citizen = person(survey);
    citizen.does('có');
    const { session, events } = engine.expire(survey, citizen.session, begin);
    expect(session).toMatchObject({ state: 'expired', at: null, answers: { a: { kind: 'code' } } });
    expect(events.map(({ type }) => type)).toEqual(['said', 'ended']);
  });

  it('a dialog ends without a word', () => {
    const menu = revisionOf('menu');
    const { events } = engine.expire(menu, person(menu).session, begin);
    expect(events).toEqual([{ type: 'ended', how: 'expired' }]);
  });
});

describe('a session that has ended', () => {
  it('stays as it is', () => {
    const citizen = person(survey);
    citizen.does('dừng');
    const ended = citizen.session;
    expect(engine.resume(survey, ended, { type: 'text', text: 'có' }, begin)).toEqual({ session: ended, events: [] });
    expect(engine.takeUp(survey, ended, begin).events).toEqual([]);
    expect(engine.expire(survey, ended, begin).events).toEqual([]);
  });
});

describe('a stored position that no longer resolves', () => {
  const lost = (session: Partial<Session>): Session => ({ ...person(survey).session, ...session });
  const yes = { kind: 'code', code: 'yes' } as const;

  it.each([
    ['a node that is gone', { at: 'gone' }],
    ['a node that asks nothing', { at: 'thanks' }],
    ['none', { at: null }],
  ])('%s: begins again with an apology', (_name, session) => {
    const citizen = person(survey, { session: lost(session) });
    citizen.does('có');
    expect(citizen.happened).toEqual([{ type: 'restarted' }]);
    expect(citizen.heard).toHaveLength(1);
    expect(citizen.heard[0]).toMatch(/^Xin lỗi anh\/chị, .*\n\nCâu 1\/3\nCâu a\?$/s);
    expect(citizen.session).toMatchObject({ state: 'waiting', at: 'a' });
  });

  it('keeps every answer that still has a question', () => {
    const answers = { a: yes, gone: yes, b: { kind: 'code', code: 'gone' } as const };
    const citizen = person(survey, { session: lost({ at: 'gone', answers, path: ['a', 'gone', 'b'] }) });
    citizen.does('có');
    expect(citizen.happened).toEqual([
      { type: 'restarted' },
      { type: 'answer-withdrawn', node: 'gone' },
      { type: 'answer-withdrawn', node: 'b' },
    ]);
    expect(citizen.session).toMatchObject({ at: 'b', answers: { a: yes }, path: ['a'] });
  });

  it('does not say again what was said on the way', () => {
    const text = (vi: string) => ({ vi, en: vi });
    const greeted = revisionOf({
      id: 'greeted',
      kind: 'survey',
      title: text('Chào'),
      start: 'hello',
      nodes: [
        { id: 'hello', type: 'send', text: text('Xin chào.'), next: 'a' },
        { id: 'a', type: 'scale', text: text('A?'), next: 'end' },
        { id: 'end', type: 'end', text: text('Hết.') },
      ],
    });
    const citizen = person(greeted, { session: { ...person(greeted).session, at: 'gone' } });
    citizen.does('1');
    expect(citizen.heard).toHaveLength(1);
    expect(citizen.heard[0]).not.toContain('Xin chào.');
  });

  it('also when it is taken up', () => {
    const citizen = person(survey, { session: lost({ at: 'gone' }) });
    citizen.returns();
    expect(citizen.happened).toEqual([{ type: 'restarted' }]);
  });
});

describe('answers known before', () => {
  it('pass their questions; those that do not fit are ignored', () => {
    const answers = { a: { kind: 'code', code: 'no' }, b: { kind: 'code', code: 'maybe' } } as const;
    const { session, events } = engine.start(survey, { id: 'abcd1234', language: 'vi', at: begin, answers });
    expect(session).toMatchObject({ at: 'b', answers: { a: { kind: 'code', code: 'no' } }, path: ['a'] });
    expect(events.map(({ type }) => type)).toEqual(['started', 'said']);
  });
});

describe('a loop', () => {
  const text = (vi: string) => ({ vi, en: vi });
  const rounds = revisionOf({
    id: 'rounds',
    kind: 'survey',
    title: text('Vòng'),
    start: 'who',
    nodes: [
      { id: 'who', type: 'number', text: text('Tuổi?'), next: 'again' },
      {
        id: 'again',
        type: 'choice',
        text: text('Còn ai nữa không?'),
        options: [
          { code: 'yes', label: text('Còn'), next: 'who' },
          { code: 'no', label: text('Hết') },
        ],
        next: 'end',
      },
      { id: 'end', type: 'end' },
    ],
  });

  it('of one question forgets the tries of the last round', () => {
    const alone = yesNoSurvey(['a'], { a: { next: 'a' } });
    const citizen = person(alone);
    citizen.does('hả', 'gì', 'có', 'sao');
    expect(citizen.session).toMatchObject({ at: 'a', tries: 1 });
  });

  it('uses an early tap in one round only', () => {
    const citizen = person(rounds);
    citizen.does(tap('again', 'yes'), '30');
    expect(citizen.session).toMatchObject({ at: 'who', early: {} });
    citizen.does('31');
    expect(citizen.session.at).toBe('again');
  });

  it('begins each round anew and can be left', () => {
    const citizen = person(rounds);
    citizen.does('30', 'còn');
    expect(citizen.session).toMatchObject({ at: 'who', answers: {}, path: [] });
    citizen.does('31', 'hết');
    expect(citizen.session).toMatchObject({ state: 'finished', answers: { who: { number: 31 } } });
  });
});
