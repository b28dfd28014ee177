import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { nodeBaseSchema } from '../../../flows/contract.js';
import { createEngine } from '../../../flows/engine.js';
import { defineNode } from '../../../flows/node-type.js';
import { begin, engine, nodeTypes, person, phrase, revisionOf, tap, yesNoSurvey } from '../universe.js';

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
};

describe('the engine is pure', () => {
  it('changes neither the session nor the flow that it is given', () => {
    const flow = frozen(yesNoSurvey(['a', 'b', 'c']));
    const citizen = person(flow);
    citizen.does('có', 'có');
    for (const move of ['back', 'skip', 'stop', 'person', 'english', 'menu'] as const) {
      engine.resume(flow, frozen(citizen.session), { type: 'command', command: move, text: move }, begin);
    }
    engine.resume(flow, frozen(citizen.session), { type: 'tap', node: 'a', option: 'no' }, begin);
    engine.resume(flow, frozen(citizen.session), { type: 'tap', node: 'c', option: 'no' }, begin);
    engine.takeUp(flow, frozen(citizen.session), begin);
    engine.expire(flow, frozen(citizen.session), begin);
    expect(citizen.session.at).toBe('c');
  });

  it('gives the same for the same', () => {
    const flow = yesNoSurvey(['a', 'b']);
    const { session } = person(flow);
    const input = { type: 'text', text: 'có' } as const;
    expect(engine.resume(flow, session, input, begin)).toEqual(engine.resume(flow, session, input, begin));
  });
});

describe('the engine is quick', () => {
  it('reads the fields of a node once per flow, not once per message', () => {
    let parsed = 0;
    const counting = defineNode({
      type: 'counting',
      schema: nodeBaseSchema.extend({ next: z.string() }).transform((node) => {
        parsed += 1;
        return node;
      }),
      waits: true,
      show: () => ({ text: '?' }),
      read: () => ({ kind: 'answer', value: { kind: 'text', text: 'x' } }),
    });
    const flow = revisionOf({
      id: 'counting',
      kind: 'survey',
      title: { vi: 'Đếm', en: 'Count' },
      start: 'a',
      nodes: [
        { id: 'a', type: 'counting', next: 'b' },
        { id: 'b', type: 'counting', next: 'end' },
        { id: 'end', type: 'end' },
      ],
    });
    const quick = createEngine({ nodeTypes: new Map([...nodeTypes, ['counting', counting]]), phrase });
    const { session } = quick.start(flow, { id: 'abcd1234', language: 'vi', at: begin });
    for (let round = 0; round < 100; round += 1) quick.resume(flow, session, { type: 'text', text: 'x' }, begin);
    expect(parsed).toBe(2);
  });
});

describe('progress', () => {
  it('counts the longest way that may still come, so that it never exceeds the total', () => {
    const flow = yesNoSurvey(['a', 'why', 'b'], {
      a: {
        options: [
          { code: 'yes', label: { vi: 'Có', en: 'Yes' }, next: 'b' },
          { code: 'no', label: { vi: 'Không', en: 'No' } },
        ],
      },
    });
    const short = person(flow);
    expect(short.heard[0]).toContain('Câu 1/3');
    short.does('có');
    expect(short.heard[0]).toContain('Câu 2/2');
    const long = person(flow);
    long.does('không');
    expect(long.heard[0]).toContain('Câu 2/3');
  });

  it('is left out in dialogs and for a single question', () => {
    expect(person(revisionOf('menu')).heard[0]).toBe('Anh/chị muốn làm gì?');
    expect(person(yesNoSurvey(['a'])).heard[0]).toBe('Câu a?');
  });
});

describe('branching', () => {
  const text = (vi: string) => ({ vi, en: vi });
  const flow = revisionOf({
    id: 'branching',
    kind: 'survey',
    title: text('Rẽ nhánh'),
    start: 'age',
    nodes: [
      {
        id: 'age',
        type: 'number',
        text: text('Tuổi?'),
        branch: [{ when: { question: 'age', less: 18 }, next: 'young' }],
        next: 'job',
      },
      {
        id: 'job',
        type: 'choice',
        text: text('Nghề?'),
        options: [
          { code: 'farmer', label: text('Nông') },
          { code: 'none', label: text('Chưa có'), next: 'end' },
        ],
        next: 'tools',
      },
      { id: 'tools', type: 'scale', text: text('Máy móc?'), when: { question: 'age', greater: 59 }, next: 'end' },
      { id: 'young', type: 'end', text: text('Cảm ơn cháu.') },
      { id: 'end', type: 'end', text: text('Cảm ơn.') },
    ],
  });

  it.each([
    ['a condition on the answer', ['17'], 'Cảm ơn cháu.'],
    ['the option', ['40', 'chưa có'], 'Cảm ơn.'],
    ['a question that comes by for nobody else', ['40', 'nông'], 'Cảm ơn.'],
  ])('%s leads the way', (_name, moves, last) => {
    const citizen = person(flow);
    citizen.does(...moves);
    expect(citizen.heard).toEqual([last]);
    expect(citizen.session.state).toBe('finished');
  });

  it('asks only those whom it concerns', () => {
    const citizen = person(flow);
    citizen.does('60', 'nông');
    expect(citizen.session.at).toBe('tools');
  });
});

describe('options', () => {
  it('make room for buttons: ways past a question are named in words when they would be too many', () => {
    const citizen = person(revisionOf('one-stop-shop'));
    expect(citizen.offered.map(({ option }) => option)).toEqual(['1', '2', '3', '4', '5']);
    expect(citizen.heard[0]).toMatch(/Hoặc gõ: “Không biết”, “Không muốn trả lời”\.$/);
  });

  it('carry what is typed for them, and so does their label', () => {
    const ways = { mayRefuse: true, mayNotKnow: true, optional: true };
    const citizen = person(yesNoSurvey(['a'], { a: ways }));
    expect(citizen.offered.map(({ key }) => key)).toEqual(['1', '2', 'q', 'z', 'x']);
    for (const { key, label, option } of citizen.offered) {
      const answers = [key, label, tap('a', option)].map((move) => {
        const other = person(yesNoSurvey(['a', 'b'], { a: ways }));
        other.does(move);
        return other.session.answers;
      });
      expect(answers[0]).toEqual(answers[2]);
      expect(answers[1]).toEqual(answers[2]);
    }
  });
});
