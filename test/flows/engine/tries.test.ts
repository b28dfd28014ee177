import { describe, expect, it } from 'vitest';
import { person, revisionOf, yesNoSurvey } from '../universe.js';

const text = (vi: string) => ({ vi, en: vi });

describe('an answer that cannot be read', () => {
  it('gets a hint and the question again, in one message', () => {
    const citizen = person(yesNoSurvey(['a', 'b']));
    citizen.does('trời đẹp');
    expect(citizen.heard).toHaveLength(1);
    expect(citizen.heard[0]).toMatch(/^Tôi chưa hiểu câu trả lời\..*\n\nCâu 1\/2\nCâu a\?$/s);
    expect(citizen.session).toMatchObject({ at: 'a', tries: 1 });
  });

  it.each([
    [{ optional: true }, 'skipped, because the question is optional', { at: 'b', answers: { a: { kind: 'skipped' } } }],
    [{ afterTries: 'skip' }, 'skipped', { at: 'b', answers: { a: { kind: 'skipped' } } }],
    [{ afterTries: 'stop' }, 'stopped', { state: 'stopped', at: null }],
    [{ afterTries: 'person' }, 'handed to a person', { at: 'a', tries: 0 }],
    [{}, 'handed to a person', { at: 'a', tries: 0 }],
  ])('three times with %j: %s', (more, _name, session) => {
    const citizen = person(yesNoSurvey(['a', 'b'], { a: more }));
    citizen.does('?', '??', '???');
    expect(citizen.session).toMatchObject(session);
    expect(citizen.heard).toHaveLength(1);
  });

  it('is told to a person as not understood', () => {
    const citizen = person(yesNoSurvey(['a', 'b']));
    citizen.does('hả', 'gì', 'sao');
    expect(citizen.happened).toEqual([{ type: 'person-requested', reason: 'not-understood' }]);
  });

  it('is forgotten by the next question', () => {
    const citizen = person(yesNoSurvey(['a', 'b']));
    citizen.does('hả', 'gì', 'có');
    expect(citizen.session).toMatchObject({ at: 'b', tries: 0 });
  });
});

describe('something that is no answer at all', () => {
  const asks = (type: string, more: Record<string, unknown> = {}) =>
    revisionOf({
      id: 'asks',
      kind: 'survey',
      title: text('Hỏi'),
      start: 'q',
      nodes: [
        { id: 'q', type, text: text('Câu hỏi?'), next: 'end', ...more },
        { id: 'end', type: 'end' },
      ],
    });
  const options = [
    { code: 'a', label: text('A lớn') },
    { code: 'b', label: text('B lớn') },
  ];

  it.each([
    ['number', {}, { photo: ['https://example.org/a.jpg'] }, /một con số/],
    ['number', {}, { other: 'sticker' }, /một con số/],
    ['scale', {}, { other: 'voice' }, /một số từ 1 đến 5/],
    ['choice', { options }, { photo: ['https://example.org/a.jpg'] }, /một trong các phương án/],
    ['multi', { options }, { other: 'file' }, /nhiều phương án/],
    ['date', {}, { location: [21, 105] as [number, number] }, /một ngày/],
    ['text', {}, { other: 'sticker' }, /bằng chữ/],
    ['phone', {}, { other: 'sticker' }, /số điện thoại/],
    ['photo', {}, { location: [21, 105] as [number, number] }, /một tấm ảnh/],
    ['location', {}, { photo: ['https://example.org/a.jpg'] }, /một vị trí/],
    ['location', {}, { location: [Number.NaN, 105] as [number, number] }, /một vị trí/],
    ['location', {}, { location: [91, 105] as [number, number] }, /một vị trí/],
    ['photo', {}, { photo: [] as string[] }, /một tấm ảnh/],
  ])('%s %j gets a hint that names what is asked for', (type, more, move, named) => {
    const citizen = person(asks(type, more));
    citizen.does(move);
    expect(citizen.heard).toHaveLength(1);
    expect(citizen.heard[0]).toMatch(/^Tôi chưa dùng được nội dung vừa nhận cho câu hỏi này\./);
    expect(citizen.heard[0]).toMatch(named);
    expect(citizen.session).toMatchObject({ at: 'q', tries: 1, answers: {} });
  });
});
