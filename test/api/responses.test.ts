import { beforeAll, describe, expect, it } from 'vitest';
import { publishSurvey } from '../../prisma/survey.js';
import market from './fixtures/market-survey.json' with { type: 'json' };
import { addResponse } from './seed.js';
import { type Answer, noon, startApi } from './support.js';

const world = await startApi();
const ministry = world.as('ministry');
const secret = 'Bà Lan ở số 5 chợ Đông Ba';
const ids: Record<'first' | 'second' | 'open' | 'elsewhere', string> = {
  first: '',
  second: '',
  open: '',
  elsewhere: '',
};
const idsOf = (answer: Answer): string[] => answer.json.items.map(({ id }: { id: string }) => id);

beforeAll(async () => {
  await publishSurvey(
    world.database.prisma,
    { ...market, expiresAfterHours: 24 } as never,
    world.officials.approver.id,
  );
  ids.first = await addResponse(world, {
    minute: 1,
    answers: {
      stall: { kind: 'code', code: 'fish' },
      level: { kind: 'number', number: 5 },
      words: { kind: 'text', text: secret },
    },
  });
  ids.second = await addResponse(world, { minute: 2, answers: { level: { kind: 'refused' } } });
  ids.open = await addResponse(world, { minute: 3, state: 'open', revision: 2 });
  ids.elsewhere = await addResponse(world, { minute: 4, channel: world.channels.elsewhere });
});

describe('the list', () => {
  it('has the newest first, with how much was answered, and no answers', async () => {
    const answer = await ministry('GET', '/responses');
    expect(idsOf(answer)).toEqual([ids.elsewhere, ids.open, ids.second, ids.first]);
    expect(answer.json.items[3]).toMatchObject({
      surveyId: 'market',
      revision: 1,
      state: 'finished',
      answered: 3,
      channel: { id: world.channels.province, platform: 'parrot' },
    });
    expect(answer.text).not.toContain('fish');
  });

  const at = (minute: number) => encodeURIComponent(new Date(noon + minute * 60_000).toISOString());
  it.each([
    ['survey=market', 4],
    ['survey=other', 0],
    ['revision=2', 1],
    ['state=open', 1],
    ['state=finished', 3],
    ['channel=1&survey=market', 3],
    ['channel=2', 1],
    [`from=${at(2)}`, 3],
    [`from=${at(2)}&to=${at(3)}`, 1],
    [`from=${encodeURIComponent('2026-11-22T12:03:00+07:00')}`, 2],
  ])('picks by %s: %i', async (query, count) => {
    expect((await ministry('GET', `/responses?${query}`)).json.items).toHaveLength(count);
  });

  it('comes in pages, and what arrives meanwhile disturbs none of them', async () => {
    const first = await ministry('GET', '/responses?limit=2');
    const late = await addResponse(world, { minute: 9 });
    const second = await ministry('GET', `/responses?limit=2&cursor=${first.json.nextCursor}`);
    await world.database.prisma.response.delete({ where: { id: late } });
    expect([...idsOf(first), ...idsOf(second)]).toEqual([ids.elsewhere, ids.open, ids.second, ids.first]);
    expect(second.json.nextCursor).toBeNull();
  });

  it('keeps responses of the same millisecond apart', async () => {
    const same = await Promise.all(
      [50, 50, 50, 50, 50].map((minute) => addResponse(world, { minute, survey: 'market' })),
    );
    const seen: string[] = [];
    for (let cursor = ''; cursor !== 'end'; ) {
      const page = await ministry('GET', `/responses?limit=1${cursor && `&cursor=${cursor}`}&from=${at(50)}`);
      seen.push(...idsOf(page));
      cursor = page.json.nextCursor ?? 'end';
    }
    expect(seen.sort()).toEqual(same.sort());
    await world.database.prisma.response.deleteMany({ where: { id: { in: same } } });
  });

  it.each([
    'cursor=nonsense',
    'cursor=WzEsMl0',
    'limit=0',
    'limit=1000',
    'from=yesterday',
    'state=lost',
    'channel=x',
    'chanel=1',
  ])('says what is wrong with %s', async (query) => {
    const answer = await ministry('GET', `/responses?${query}`, undefined, { 'accept-language': 'en' });
    expect(answer.status).toBe(400);
    expect(answer.json.problems).toHaveLength(1);
    expect(answer.json.problems[0].cure.length).toBeGreaterThan(5);
  });

  it('ends where the agency of a head ends', async () => {
    expect(idsOf(await world.as('head')('GET', '/responses'))).toEqual([ids.open, ids.second, ids.first]);
  });
});

describe('one response', () => {
  it('shows its answers in the order in which they were given, with the words of its revision', async () => {
    const { json } = await ministry('GET', `/responses/${ids.first}`);
    expect(json.answers.map(({ question }: { question: string }) => question)).toEqual(['stall', 'level', 'words']);
    expect(json.answers[0]).toMatchObject({
      position: 1,
      label: { en: 'Which stall did you go to?' },
      value: { kind: 'code', code: 'fish' },
      valueLabels: [{ vi: 'Quầy cá', en: 'Fish' }],
      sensitive: false,
    });
    expect(json.answers[1]).toMatchObject({ value: { number: 5 }, valueLabels: [{ en: 'Very satisfied' }] });
    expect(json.answers[2]).toMatchObject({ value: { kind: 'text', text: secret }, sensitive: true });
  });

  it('keeps free text closed for an observer', async () => {
    const answer = await world.as('observer')('GET', `/responses/${ids.first}`);
    expect(answer.text).not.toContain('Bà Lan');
    expect(answer.json.answers[2]).toMatchObject({ question: 'words', value: null, sensitive: true });
    expect(answer.json.answers[0].value).toEqual({ kind: 'code', code: 'fish' });
  });

  it('is written into the audit, with whether something sensitive was opened', async () => {
    const { items } = (await world.as('auditor')('GET', `/audit?action=response.read&subject=response:${ids.first}`))
      .json;
    expect(items.map(({ officialId, detail }: { officialId: string; detail: object }) => [officialId, detail])).toEqual(
      [
        [world.officials.observer.id, { sensitive: false }],
        [world.officials.ministry.id, { sensitive: true }],
      ],
    );
    expect(JSON.stringify(items)).not.toContain('Bà Lan');
  });

  it('says nothing of whose it is', async () => {
    const contactId = '00000000-0000-4000-8000-0000000000aa';
    await world.database.prisma.responseOwner.create({ data: { responseId: ids.first, contactId } });
    expect((await ministry('GET', `/responses/${ids.first}`)).text).not.toContain(contactId);
  });

  it('does not exist outside the reach of a head', async () => {
    expect((await world.as('head')('GET', `/responses/${ids.elsewhere}`)).status).toBe(404);
    expect((await ministry('GET', '/responses/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await ministry('GET', '/responses/7')).status).toBe(400);
  });

  it('is never logged', () => {
    expect(world.logs.join()).not.toContain('Bà Lan');
  });
});
