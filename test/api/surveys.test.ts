import { describe, expect, it, vi } from 'vitest';
import { publishedSurveys, publishSurvey, surveyRevision } from '../../prisma/survey.js';
import market from './fixtures/market-survey.json' with { type: 'json' };
import { whileLocked } from './locked.js';
import { type Answer, startApi } from './support.js';

const onSurveyPublished = vi.fn();
const world = await startApi({ onSurveyPublished });
const { prisma } = world.database;
const approver = world.as('approver');
const editor = world.as('editor');
const named = (title: string) => ({ ...market, title: { vi: title, en: title } });

describe('checking a survey', () => {
  it('finds nothing wrong with a sound one, and stores nothing', async () => {
    const answer = await editor('POST', '/surveys/check', market);
    expect(answer.json).toMatchObject({ ok: true });
    expect(await prisma.survey.count()).toBe(0);
  });

  it.each([
    [
      'a step that leads nowhere',
      { nodes: [{ ...market.nodes[0], next: 'nowhere' }, ...market.nodes.slice(1)] },
      /^nodes\.level/,
    ],
    ['two steps of one name', { nodes: [...market.nodes, market.nodes[0]] }, /^nodes/],
    [
      'a label longer than a channel shows',
      {
        nodes: [
          market.nodes[0],
          {
            ...market.nodes[1],
            options: [
              { code: 'a', label: { vi: 'dài '.repeat(60), en: 'a' } },
              { code: 'b', label: { vi: 'b', en: 'b' } },
            ],
          },
          ...market.nodes.slice(2),
        ],
      },
      /^nodes\.stall/,
    ],
    ['no title in English', { title: { vi: 'Chợ' } }, /^title/],
    ['a dialog', { kind: 'dialog' }, /^kind$/],
    ['the name of a dialog', { id: 'menu' }, /^id$/],
  ])('says what is wrong with %s, and where', async (_, change, place) => {
    const { json } = await editor('POST', '/surveys/check', { ...market, ...change });
    expect(json.ok).toBe(false);
    const errors = json.problems.filter(({ severity }: { severity: string }) => severity === 'error');
    expect(errors.map(({ path }: { path: string }) => path)).toContainEqual(expect.stringMatching(place));
    expect(errors.every(({ message }: { message: string }) => message.length > 10)).toBe(true);
  });

  it.each([
    ['vi', 'vi-VN,vi;q=0.9', 'Thiếu nội dung tiếng Anh. Hãy viết thêm, vì người dân được chọn ngôn ngữ.'],
    ['en', 'en', 'The English text is missing; write it, people choose their language.'],
    ['vi', '', 'Thiếu nội dung tiếng Anh. Hãy viết thêm, vì người dân được chọn ngôn ngữ.'],
  ])('speaks %s to a reader who asks for "%s"', async (_, wish, message) => {
    const broken = { ...market, title: { vi: 'Chợ' } };
    const { json } = await editor('POST', '/surveys/check', broken, { 'accept-language': wish });
    expect(json.problems).toEqual([{ path: 'title.en', severity: 'error', message }]);
    const refused = await approver('POST', '/surveys', broken, { 'accept-language': wish });
    expect(refused.json.problems).toEqual(json.problems);
  });

  it.each([[[]], ['a text'], [{}], [{ nodes: 'none' }]])(
    'says so of what is no survey at all: %j',
    async (document) => {
      const answer = await editor('POST', '/surveys/check', JSON.stringify(document), {
        'content-type': 'application/json',
      });
      expect(answer.json).toMatchObject({ ok: false });
    },
  );
});

describe('publishing', () => {
  it('refuses a broken survey with the problems, in the language of the reader', async () => {
    const broken = { ...market, kind: 'dialog' };
    const errorsIn = ({ json }: Answer) =>
      json.problems.filter((problem: { severity: string }) => problem.severity === 'error');
    const english = await approver('POST', '/surveys', broken, { 'accept-language': 'en' });
    expect(english.status).toBe(400);
    expect(english.json).toMatchObject({
      code: 'survey-invalid',
      message: expect.stringContaining('was not published'),
    });
    expect(errorsIn(english)).toEqual([
      {
        path: 'kind',
        severity: 'error',
        message: 'This is not a survey but a dialog of the program.',
        cure: 'Set kind to “survey”.',
      },
    ]);
    const vietnamese = await approver('POST', '/surveys', broken);
    expect(errorsIn(vietnamese)[0].cure).toBe('Đặt kind là “survey”.');
    expect(onSurveyPublished).not.toHaveBeenCalled();
  });

  it('makes a revision, tells the bot, and writes into the audit', async () => {
    const answer = await approver('POST', '/surveys', market);
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ id: 'market', revision: 1, unchanged: false });
    expect(answer.json.problems).toEqual([
      { path: 'nodes.words', severity: 'warning', message: expect.stringContaining('dữ liệu cá nhân (text)') },
    ]);
    expect(onSurveyPublished).toHaveBeenCalledTimes(1);
    const { items } = (await world.as('auditor')('GET', '/audit?subject=survey:market')).json;
    expect(items).toMatchObject([
      {
        action: 'survey.published',
        officialId: world.officials.approver.id,
        detail: { revision: 1 },
        requestId: answer.headers['x-request-id'],
      },
    ]);
  });

  it('makes no new revision of the same document, however its keys are ordered', async () => {
    const turned = Object.fromEntries(Object.entries(market).reverse());
    const answer = await approver('POST', '/surveys', turned);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ id: 'market', revision: 1, unchanged: true });
    expect(onSurveyPublished).toHaveBeenCalledTimes(1);
  });

  it('retires the revision before: whoever began it still finds it, nobody new does', async () => {
    await approver('POST', '/surveys', named('Chợ mới'));
    const { json } = await editor('GET', '/surveys/market');
    expect(json).toMatchObject({ id: 'market', revision: 2, state: 'published', title: { vi: 'Chợ mới' } });
    expect(
      json.revisions.map(({ revision, retiredAt }: { revision: number; retiredAt: string | null }) => [
        revision,
        retiredAt !== null,
      ]),
    ).toEqual([
      [2, false],
      [1, true],
    ]);
    expect((await publishedSurveys(prisma)).map(({ id, revision }) => [id, revision])).toEqual([['market', 2]]);
    expect(await surveyRevision(prisma, 'market', 1)).toMatchObject({ revision: 1, title: market.title });
    expect((await editor('GET', '/surveys/market/revisions/1')).json).toMatchObject({ title: market.title });
    expect((await editor('GET', '/surveys/market/revisions/9')).status).toBe(404);
  });

  it('gives two officials who publish at once two revisions, one after the other', async () => {
    const answers = await Promise.all([
      approver('POST', '/surveys', named('Một')),
      approver('POST', '/surveys', named('Hai')),
    ]);
    expect(answers.map(({ json }) => json.revision).sort()).toEqual([3, 4]);
    expect(await publishedSurveys(prisma)).toHaveLength(1);
  });

  it('waits for whoever is publishing the same survey', async () => {
    const lock = "SELECT FROM survey WHERE id = 'market' FOR NO KEY UPDATE";
    const answer = await whileLocked(world.database, lock, () => approver('POST', '/surveys', named('Bốn')));
    expect(answer.json.revision).toBe(5);
  });

  it('takes the document out as a file and back in without a change', async () => {
    const { json } = await editor('GET', '/surveys/market/revisions/5');
    expect((await approver('POST', '/surveys', json)).json).toMatchObject({ revision: 5, unchanged: true });
  });
});

describe('retiring', () => {
  it('closes a survey, once', async () => {
    const answer = await approver('POST', '/surveys/market/retire');
    expect(answer.json).toMatchObject({ id: 'market', state: 'retired' });
    expect(await publishedSurveys(prisma)).toEqual([]);
    expect((await approver('POST', '/surveys/market/retire')).json.code).toBe('already-retired');
    expect((await approver('POST', '/surveys/nothing/retire')).status).toBe(404);
  });

  it('is undone by nobody but an official: a start of the program leaves it so', async () => {
    const document = await surveyRevision(prisma, 'market', 1);
    if (!document) throw new Error('revision 1 is gone');
    const { revision: _, ...shipped } = document;
    expect(await publishSurvey(prisma, shipped)).toEqual({ revision: 1, unchanged: true });
    expect(await publishedSurveys(prisma)).toEqual([]);
    expect((await approver('POST', '/surveys', market)).json).toMatchObject({ revision: 6, unchanged: false });
  });
});

describe('the list', () => {
  it('comes in pages that neither repeat nor leave out', async () => {
    for (const id of ['bus', 'clinic', 'school']) await approver('POST', '/surveys', { ...market, id });
    const first = (await editor('GET', '/surveys?limit=3')).json;
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual(['bus', 'clinic', 'market']);
    const second = (await editor('GET', `/surveys?limit=3&cursor=${first.nextCursor}`)).json;
    expect(second.items.map(({ id }: { id: string }) => id)).toEqual(['school']);
    expect(second.nextCursor).toBeNull();
  });

  it('knows no survey that was never published', async () => {
    expect((await editor('GET', '/surveys/nothing')).json.code).toBe('not-found');
  });
});
