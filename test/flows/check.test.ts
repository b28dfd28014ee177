import { describe, expect, it } from 'vitest';
import { checkFlow } from '../../flows/check.js';
import { flows, limits, nodeTypes } from './universe.js';

const text = (vi: string, en = vi) => ({ vi, en });
const question = (id: string, next: string, more: object = {}) => ({
  id,
  type: 'scale',
  text: text(`${id}?`),
  next,
  ...more,
});
const end = { id: 'end', type: 'end' };
const choice = (id: string, next: string, more: object = {}) => ({
  id,
  type: 'choice',
  text: text(`${id}?`),
  options: [
    { code: 'yes', label: text('Có', 'Yes') },
    { code: 'no', label: text('Không', 'No') },
  ],
  next,
  ...more,
});
const flow = (...nodes: object[]) => ({
  id: 'tried',
  kind: 'survey',
  title: text('Thử', 'Tried'),
  start: 'a',
  nodes: [...nodes, end],
});
const check = (document: unknown) => checkFlow(document, { nodeTypes, limits, flows: [...flows.keys()] });
const said = (document: unknown) =>
  check(document).problems.map(({ severity, path, message }) => `${severity} at ${path}: ${message}`);

describe('a sound flow', () => {
  it('passes, with its defaults filled in', () => {
    const { flow: checked, problems } = check(flow(question('a', 'end')));
    expect(problems).toEqual([]);
    expect(checked).toMatchObject({ expiresAfterHours: 336, nodes: [{ id: 'a', min: 1, max: 5 }, { id: 'end' }] });
  });
});

describe('a flow that cannot be played is refused, with the place and the cure', () => {
  const label = (vi: string, en: string) => [
    { code: 'yes', label: { vi, en } },
    { code: 'no', label: text('Không', 'No') },
  ];
  it.each<[string, unknown, string]>([
    [
      'no flow at all',
      'menu',
      'error at : This is no flow; a flow is an object with id, kind, title, start and nodes.',
    ],
    ['nothing', null, 'error at : This is no flow; a flow is an object with id, kind, title, start and nodes.'],
    [
      'a field missing',
      { ...flow(question('a', 'end')), title: undefined },
      'error at title: "title" is missing; add it.',
    ],
    [
      'a field too many',
      flow(question('a', 'end', { nxt: 'b' })),
      'error at nodes.a: Unknown: nxt; remove it or correct its spelling.',
    ],
    [
      'an unknown node type',
      flow({ id: 'a', type: 'scael', next: 'end' }),
      'error at nodes.a.type: There is no node type "scael"; use one of: choice, consent, date, end, jump, location, multi, number, phone, photo, scale, send, text.',
    ],
    [
      'a language missing',
      flow(question('a', 'end', { text: { vi: 'A?' } })),
      'error at nodes.a.text.en: The English text is missing; write it, people choose their language.',
    ],
    [
      'a label missing in Vietnamese',
      flow(choice('a', 'end', { options: label('', 'Yes') })),
      'error at nodes.a.options.0.label.vi: The Vietnamese text is missing; write it, people choose their language.',
    ],
    [
      'a wrong start',
      { ...flow(question('a', 'end')), start: 'b' },
      'error at start: There is no node "b" to start with; name one of the nodes.',
    ],
    [
      'a wrong next',
      flow(question('a', 'b')),
      'error at nodes.a.next: There is no node "b"; correct the name or add the node.',
    ],
    [
      'no next',
      flow(question('a', 'end', { next: undefined })),
      'error at nodes.a.next: "next" is missing: every node but the last one goes on; name the node that follows (an "end" node ends a flow).',
    ],
    [
      'a wrong next of an option',
      flow(
        choice('a', 'end', {
          options: [...label('Có', 'Yes').slice(0, 1), { code: 'no', label: text('Không'), next: 'b' }],
        }),
      ),
      'error at nodes.a.options.1.next: There is no node "b"; correct the name or add the node.',
    ],
    [
      'a wrong next of a branch',
      flow(question('a', 'end', { branch: [{ when: { question: 'a', less: 3 }, next: 'b' }] })),
      'error at nodes.a.branch.0.next: There is no node "b"; correct the name or add the node.',
    ],
    [
      'the same id twice',
      flow(question('a', 'end'), question('a', 'end')),
      'error at nodes.1.id: "a" is already the name of another node; give each node its own id.',
    ],
    [
      'the same code twice',
      flow(choice('a', 'end', { options: [...label('Có', 'Yes'), ...label('Rồi', 'Done').slice(0, 1)] })),
      'error at nodes.a.options: The option code "yes" is used twice; give every option its own code.',
    ],
    [
      'a reserved code',
      flow(choice('a', 'end', { options: [{ code: '_skip', label: text('Bỏ') }, ...label('Có', 'Yes')] })),
      'error at nodes.a.options.0.code: This cannot be a code; use lower-case letters, digits and "-", at most 40; codes that begin with "_" are reserved.',
    ],
    [
      'a label too long for one channel',
      flow(choice('a', 'end', { options: label('Rất là không hài lòng', 'Yes') })),
      'error at nodes.a.options.yes.label.vi: messenger shows at most 20 characters of a label, this has 21; shorten it.',
    ],
    [
      'a question too long with buttons',
      flow(choice('a', 'end', { text: { vi: 'Dài quá '.repeat(60), en: 'A?' } })),
      'error at nodes.a.text.vi: messenger shows at most 400 characters of a question (progress and hints stand above it), this has 480; shorten it.',
    ],
    [
      'a message too long',
      flow({ id: 'a', type: 'send', text: { vi: 'A', en: 'x'.repeat(2001) }, next: 'end' }),
      'error at nodes.a.text.en: zalo shows at most 2000 characters of a text, this has 2001; shorten it.',
    ],
    [
      'a loop without a question',
      flow(
        { id: 'a', type: 'send', text: text('A'), next: 'b' },
        { id: 'b', type: 'send', text: text('B'), next: 'a' },
      ),
      'error at nodes.a: These nodes go round without waiting for the person: a, b; put a question into the loop or lead it out.',
    ],
    [
      'a loop whose only question may be passed by',
      flow(question('a', 'b'), question('b', 'c', { when: { question: 'a', less: 3 } }), {
        id: 'c',
        type: 'send',
        text: text('C'),
        next: 'b',
      }),
      'error at nodes.b: These nodes go round without waiting for the person: b, c; put a question into the loop or lead it out.',
    ],
    [
      'a condition on an unknown question',
      flow(question('a', 'end', { when: { question: 'b', equals: 'x' } })),
      'error at nodes.a.when: There is no question "b"; name a node that asks something.',
    ],
    [
      'a condition on a later question',
      flow(question('a', 'b', { when: { answered: 'b' } }), question('b', 'end')),
      'error at nodes.a.when: "b" is never answered before this node; ask it earlier.',
    ],
    [
      'a condition on an unknown code, deep inside',
      flow(
        choice('a', 'b'),
        question('b', 'end', { when: { not: { or: [{ question: 'a', in: ['yes', 'maybe'] }] } } }),
      ),
      'error at nodes.b.when: "a" cannot be answered with maybe; its codes are: yes, no.',
    ],
    [
      'a comparison of what is no number',
      flow(choice('a', 'b'), question('b', 'end', { when: { question: 'a', less: 3 } })),
      'error at nodes.b.when: "a" is not answered with a number; use equals or in.',
    ],
    [
      'a condition on a refusal that is not allowed',
      flow(choice('a', 'b'), question('b', 'end', { when: { question: 'a', equals: '_refused' } })),
      'error at nodes.b.when: "a" cannot be answered with _refused; its codes are: yes, no.',
    ],
    [
      'no condition',
      flow(question('a', 'end', { when: 'a < 3' })),
      'error at nodes.a.when: This is no condition; use question with equals, in, less or greater, or answered, and, or, not.',
    ],
    [
      'an unknown flow to go on with',
      flow({ id: 'a', type: 'jump', flow: 'nowhere' }),
      `error at nodes.a.flow: There is no flow "nowhere"; use one of: ${[...flows.keys()].sort().join(', ')}.`,
    ],
    [
      'a bound that is no day',
      flow({ id: 'a', type: 'date', text: text('Ngày?'), notAfter: '31/12/2026', next: 'end' }),
      'error at nodes.a.notAfter: This is no day; use "today" or a day such as 2026-09-15.',
    ],
    [
      'fewer labels than levels',
      flow(question('a', 'end', { labels: [text('Kém'), text('Tốt')] })),
      'error at nodes.a.labels: There are not as many labels as levels; name every level from "min" to "max", or none.',
    ],
  ])('%s', (_name, document, problem) => {
    expect(said(document)).toContain(problem);
    expect(check(document).flow).toBeUndefined();
  });

  it('but length is counted in letters as people see them, however they are stored', () => {
    const options = label('Đánh giá cần kiểm tra'.slice(0, 20).normalize('NFD'), 'Yes');
    expect(said(flow(choice('a', 'end', { options })))).toEqual([]);
  });

  it('too many options', () => {
    const options = Array.from({ length: 41 }, (_, index) => ({ code: `o${index}`, label: text(`Ý ${index}`) }));
    expect(said(flow(choice('a', 'end', { options })))).toEqual([
      'error at nodes.a.options: There are too many options; offer at most 40, ask in two steps, or let people type.',
    ]);
  });

  it('with everything that is wrong at once', () => {
    const document = flow(question('a', 'b', { text: { vi: 'A?' } }), { id: 'c', type: 'none' });
    expect(said(document)).toHaveLength(2);
  });
});

describe('a flow that can be played but should not stay so gets a warning', () => {
  const consent = {
    id: 'ok',
    type: 'consent',
    purpose: 'call',
    text: text('Được không?'),
    ifRefused: 'end',
    next: 'p',
  };
  const phone = { id: 'p', type: 'phone', text: text('Số?'), next: 'end' };

  it('a node that no way leads to', () => {
    expect(said(flow(question('a', 'end'), question('b', 'end')))).toEqual([
      'warning at nodes.b: No way leads to this node; lead to it or remove it.',
    ]);
    expect(check(flow(question('a', 'end'), question('b', 'end'))).flow).toBeDefined();
  });

  it.each([
    ['a phone number', { ...phone, id: 'a' }],
    ['a place', { id: 'a', type: 'location', text: text('Đâu?'), next: 'end' }],
    ['a photo', { id: 'a', type: 'photo', text: text('Ảnh?'), next: 'end' }],
    ['a sensitive text', { id: 'a', type: 'text', text: text('Tên?'), sensitive: true, next: 'end' }],
  ])('personal data without consent: %s', (_name, node) => {
    expect(said(flow(node))).toEqual([
      expect.stringMatching(/^warning at nodes\.a: Asks for personal data .*"consent"/),
    ]);
  });

  it('after consent there is none', () => {
    expect(said(flow(question('a', 'ok'), consent, phone))).toEqual([]);
  });

  it('a way round consent is found', () => {
    const round = choice('a', 'ok', {
      options: [
        { code: 'yes', label: text('Có'), next: 'p' },
        { code: 'no', label: text('Không') },
      ],
    });
    expect(said(flow(round, consent, phone))).toHaveLength(1);
  });

  it('a refusal that leads to the question is no consent', () => {
    expect(said(flow(question('a', 'ok'), { ...consent, ifRefused: 'p' }, phone))).toHaveLength(1);
  });
});
