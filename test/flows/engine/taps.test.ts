import { describe, expect, it } from 'vitest';
import type { FlowRevision, NodeBase } from '../../../flows/contract.js';
import { person, revisionOf, tap, yesNoSurvey } from '../universe.js';

const survey = yesNoSurvey(['a', 'b', 'c']);
const yes = { kind: 'code', code: 'yes' };
const no = { kind: 'code', code: 'no' };

describe('a tap on the present question', () => {
  it('answers it', () => {
    const citizen = person(survey);
    citizen.does(tap('a', 'yes'));
    expect(citizen.session).toMatchObject({ at: 'b', answers: { a: yes }, path: ['a'] });
    expect(citizen.heard).toEqual(['Câu 2/3\nCâu b?']);
  });

  it('twice makes no noise', () => {
    const citizen = person(survey);
    citizen.does(tap('a', 'yes'), tap('a', 'yes'));
    expect(citizen.events).toEqual([]);
    expect(citizen.session.at).toBe('b');
  });
});

describe('a tap on an earlier question', () => {
  it('with the same answer only repeats the present question', () => {
    const citizen = person(survey);
    citizen.does('có', 'không', tap('a', 'yes'));
    expect(citizen.heard).toEqual(['Câu 3/3\nCâu c?']);
    expect(citizen.happened).toEqual([]);
  });

  it('with another answer offers to change it, and changes nothing yet', () => {
    const citizen = person(survey);
    citizen.does('có', tap('a', 'no'));
    expect(citizen.heard).toEqual(['Câu này anh/chị đã trả lời là “Có”. Đổi thành “Không”?']);
    expect(citizen.offered.map(({ label }) => label)).toEqual(['Đổi', 'Giữ nguyên']);
    expect(citizen.session).toMatchObject({ at: 'b', answers: { a: yes }, change: { node: 'a', option: 'no' } });
  });

  it.each([
    ['the button', tap('a', '_yes-no')],
    ['"có"', 'có'],
    ['"1"', '1'],
    ['"doi"', 'doi'],
    ['"yes"', 'yes'],
  ])('is changed by %s', (_name, move) => {
    const citizen = person(survey);
    citizen.does('có', tap('a', 'no'), move);
    expect(citizen.happened).toMatchObject([{ type: 'answered', node: 'a', value: no, position: 1, changed: true }]);
    expect(citizen.heard).toEqual(['Đã đổi thành “Không”.\n\nCâu 2/3\nCâu b?']);
    expect(citizen.session).toMatchObject({ at: 'b', answers: { a: no } });
    expect(citizen.session.change).toBeUndefined();
  });

  it.each([
    ['the button', tap('a', '_no')],
    ['"không"', 'không'],
    ['"2"', '2'],
    ['"giữ nguyên"', 'giu nguyen'],
  ])('is kept by %s', (_name, move) => {
    const citizen = person(survey);
    citizen.does('có', tap('a', 'no'), move);
    expect(citizen.happened).toEqual([]);
    expect(citizen.heard).toEqual(['Đã giữ nguyên câu trả lời.\n\nCâu 2/3\nCâu b?']);
    expect(citizen.session).toMatchObject({ at: 'b', answers: { a: yes } });
  });

  it('is closed by any other answer, also by one that cannot be read', () => {
    const citizen = person(survey);
    citizen.does('có', 'hả', 'gì', tap('a', 'no'), 'sao');
    expect(citizen.happened).toEqual([{ type: 'person-requested', reason: 'not-understood' }]);
    citizen.does('có');
    expect(citizen.session.answers).toEqual({ a: yes, b: yes });
  });

  it('is kept when the old answer is tapped again', () => {
    const citizen = person(survey);
    citizen.does('có', tap('a', 'no'), tap('a', 'yes'));
    expect(citizen.heard).toEqual(['Đã giữ nguyên câu trả lời.\n\nCâu 2/3\nCâu b?']);
  });

  it('"1" means the present question again once that has been asked again', () => {
    const citizen = person(survey);
    citizen.does('có', tap('a', 'no'), tap('c', 'yes'), '1');
    expect(citizen.session.answers).toEqual({ a: yes, b: yes, c: yes });
  });

  it('is kept when the person goes on with the present question instead', () => {
    const citizen = person(survey);
    citizen.does('có', tap('a', 'no'), tap('b', 'yes'));
    expect(citizen.session).toMatchObject({ at: 'c', answers: { a: yes, b: yes } });
    expect(citizen.session.change).toBeUndefined();
  });

  it.each([
    ['the offer', [tap('a', 'no'), tap('a', 'no')]],
    ['the yes', [tap('a', 'no'), tap('a', '_yes-no'), tap('a', '_yes-no')]],
    ['the no', [tap('a', 'no'), tap('a', '_no'), tap('a', '_no')]],
  ])('twice makes no noise: %s', (_name, moves) => {
    const citizen = person(survey);
    citizen.does('có', ...moves);
    expect(citizen.events).toEqual([]);
  });

  it('an old yes does not confirm a newer offer', () => {
    const levels = revisionOf({
      id: 'levels',
      kind: 'survey',
      title: { vi: 'Mức', en: 'Level' },
      start: 'a',
      nodes: [
        { id: 'a', type: 'scale', text: { vi: 'A?', en: 'A?' }, next: 'b' },
        { id: 'b', type: 'scale', text: { vi: 'B?', en: 'B?' }, next: 'end' },
        { id: 'end', type: 'end' },
      ],
    });
    const citizen = person(levels);
    citizen.does('1', tap('a', '2'), tap('a', '_no'), tap('a', '3'), tap('a', '_yes-2'));
    expect(citizen.session.answers.a).toEqual({ kind: 'number', number: 1 });
    expect(citizen.session.change).toEqual({ node: 'a', option: '2' });
  });
});

describe('a tap on a question that has not been asked yet', () => {
  it('is kept and used when the question comes', () => {
    const citizen = person(survey);
    citizen.does(tap('c', 'no'), tap('b', 'yes'));
    expect(citizen.session).toMatchObject({ at: 'a', answers: {}, early: { b: 'yes', c: 'no' } });
    citizen.does(tap('a', 'yes'));
    expect(citizen.happened.map(({ type }) => type)).toEqual(['answered', 'answered', 'answered', 'ended']);
    expect(citizen.session).toMatchObject({ state: 'finished', answers: { a: yes, b: yes, c: no }, early: {} });
  });

  it('is forgotten when the survey ends without it', () => {
    const citizen = person(survey);
    citizen.does(tap('c', 'no'), 'dừng');
    expect(citizen.session.early).toEqual({});
  });

  it('says that it is kept, once', () => {
    const citizen = person(survey);
    citizen.does(tap('b', 'yes'));
    expect(citizen.heard).toEqual(['Tôi đã ghi nhớ lựa chọn này và sẽ dùng khi tới câu đó.\n\nCâu 1/3\nCâu a?']);
    expect(citizen.does(tap('b', 'yes'))).toEqual([]);
  });
});

describe('a tap on nothing we know', () => {
  it.each([
    ['an unknown question', tap('z', 'yes')],
    ['an unknown option', tap('a', 'maybe')],
    ['a message', tap('thanks', 'yes')],
    ['a prototype', tap('__proto__', 'constructor')],
    ['a yes to nothing', tap('a', '_yes-')],
  ])('%s is answered politely', (_name, move) => {
    const citizen = person(survey);
    citizen.does(move);
    expect(citizen.heard).toEqual(['Nút này không còn dùng được. Ta tiếp tục ở câu dưới đây.\n\nCâu 1/3\nCâu a?']);
    expect(citizen.session.answers).toEqual({});
  });
});

describe('taps on a question that takes several', () => {
  const wishes = revisionOf({
    id: 'wishes',
    kind: 'survey',
    title: { vi: 'Mong muốn', en: 'Wishes' },
    start: 'w',
    nodes: [
      {
        id: 'w',
        type: 'multi',
        text: { vi: 'Gì?', en: 'What?' },
        options: ['a', 'b', 'c'].map((code) => ({ code, label: { vi: `Ý ${code}`, en: `Item ${code}` } })),
        next: 'n',
      },
      { id: 'n', type: 'scale', text: { vi: 'Mấy?', en: 'How many?' }, next: 'end' },
      { id: 'end', type: 'end' },
    ],
  });

  const documentOf = ({ revision: _, ...document }: FlowRevision) => document;
  /** The scale first, then the wishes. */
  const turnedRound = (node: NodeBase) => ({
    ...node,
    ...(node.id === 'n' && { next: 'w' }),
    ...(node.id === 'w' && { next: 'end' }),
  });

  it('add up in any order to the same answer', () => {
    const one = person(wishes);
    one.does(tap('w', 'a'), tap('w', 'c'), tap('w', '_done'));
    const other = person(wishes);
    other.does(tap('w', 'c'), tap('w', 'c'), tap('w', 'a'), tap('w', '_done'), tap('w', '_done'));
    expect(other.session.answers).toEqual(one.session.answers);
    expect(other.events).toEqual([]);
  });

  it('"x" begins anew while something is chosen, and skips while nothing is', () => {
    const optional = {
      ...documentOf(wishes),
      nodes: wishes.nodes.map((node) => ({ ...node, ...(node.id === 'w' && { optional: true }) })),
    };
    const citizen = person(revisionOf(optional));
    citizen.does(tap('w', 'a'), 'x');
    expect(citizen.session).toMatchObject({ at: 'w', picked: [] });
    citizen.does('x');
    expect(citizen.session).toMatchObject({ at: 'n', answers: { w: { kind: 'skipped' } } });
  });

  it('are not forgotten when an earlier answer is changed in between', () => {
    const flow = revisionOf({ ...documentOf(wishes), start: 'n', nodes: wishes.nodes.map(turnedRound) });
    const citizen = person(flow);
    citizen.does('1', tap('w', 'a'), tap('n', '2'), 'có');
    expect(citizen.session).toMatchObject({ at: 'w', picked: ['a'] });
    citizen.does('xong');
    expect(citizen.session.answers).toEqual({ n: { kind: 'number', number: 2 }, w: { kind: 'codes', codes: ['a'] } });
  });

  it('after "done" offer to add one more', () => {
    const citizen = person(wishes);
    citizen.does(tap('w', 'a'), tap('w', '_done'), tap('w', 'b'));
    expect(citizen.heard).toEqual(['Câu này anh/chị đã trả lời là “Ý a”. Đổi thành “Ý a, Ý b”?']);
    citizen.does('có');
    expect(citizen.session.answers.w).toEqual({ kind: 'codes', codes: ['a', 'b'] });
  });
});
