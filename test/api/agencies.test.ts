import { describe, expect, it } from 'vitest';
import { whileLocked } from './locked.js';
import { startApi } from './support.js';

const world = await startApi();
const ministry = world.as('ministry');
const { province, district, elsewhere } = world.agencies;
const missing = '00000000-0000-4000-8000-000000000000';
const name = { vi: 'Sở Nội vụ', en: 'Department of Home Affairs' };

describe('adding', () => {
  it('puts an agency into the tree', async () => {
    const answer = await ministry('POST', '/agencies', { code: 'H46.2', name, parentId: province });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ code: 'H46.2', name, parentId: province, closedAt: null });
    expect((await ministry('GET', `/agencies/${answer.json.id}`)).json).toEqual(answer.json);
    const { items } = (await ministry('GET', '/agencies/tree')).json;
    const codes = items.map(({ code, below }: { code: string; below: { code: string }[] }) => [
      code,
      below.map((one) => one.code),
    ]);
    expect(codes).toEqual([
      ['H17', []],
      ['H46', ['H46.1', 'H46.2']],
    ]);
  });

  it.each([
    [{ code: 'H46', name }, 409, 'code-taken'],
    [{ code: 'sở nội vụ', name }, 400, 'invalid-input'],
    [{ code: 'H1', name: { vi: 'Chỉ tiếng Việt' } }, 400, 'invalid-input'],
    [{ code: 'H1', name, parentId: missing }, 400, 'invalid-input'],
    [{ code: 'H1', name, father: province }, 400, 'invalid-input'],
  ])('refuses %j', async (body, status, code) => {
    const answer = await ministry('POST', '/agencies', body);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});

describe('changing', () => {
  it('renames and moves', async () => {
    const moved = await ministry('PATCH', `/agencies/${district}`, { parentId: elsewhere, name });
    expect(moved.json).toMatchObject({ parentId: elsewhere, name });
    expect((await ministry('PATCH', `/agencies/${district}`, { parentId: province })).json).toMatchObject({
      parentId: province,
      name,
    });
  });

  it.each([
    ['itself', () => province],
    ['one below it', () => district],
  ])('never puts an agency below %s', async (_, target) => {
    expect((await ministry('PATCH', `/agencies/${province}`, { parentId: target() })).json.code).toBe('agency-loop');
  });

  it('closes no circle when two move at once', async () => {
    const move = (id: string, parentId: string) => ministry('PATCH', `/agencies/${id}`, { parentId });
    const answers = await Promise.all([move(province, elsewhere), move(elsewhere, province)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await Promise.all([province, elsewhere].map((id) => ministry('PATCH', `/agencies/${id}`, { parentId: null })));
  });

  it('waits for whoever is changing the tree', async () => {
    const lock = 'LOCK TABLE agency IN ROW EXCLUSIVE MODE';
    const move = () => ministry('PATCH', `/agencies/${district}`, { parentId: province });
    expect((await whileLocked(world.database, lock, move)).status).toBe(200);
  });

  it('keeps the code, since others know the agency by it', async () => {
    expect((await ministry('PATCH', `/agencies/${district}`, { code: 'X' })).status).toBe(400);
    expect((await ministry('PATCH', `/agencies/${missing}`, { name })).status).toBe(404);
  });
});

describe('closing', () => {
  it('waits until nothing hangs on it, and says what does', async () => {
    const answer = await ministry('DELETE', `/agencies/${province}`, undefined, { 'accept-language': 'en' });
    expect([answer.status, answer.json.code]).toEqual([409, 'agency-in-use']);
    expect(answer.json.message).toContain('2 agencies below it, 2 officials and 0 channels');
  });

  it('keeps the agency readable, but not to hang something new on', async () => {
    const { id } = (await ministry('POST', '/agencies', { code: 'H99', name })).json;
    expect((await ministry('DELETE', `/agencies/${id}`)).json.closedAt).not.toBeNull();
    expect((await ministry('GET', `/agencies/${id}`)).status).toBe(200);
    expect((await ministry('DELETE', `/agencies/${id}`)).json.code).toBe('agency-closed');
    expect((await ministry('POST', '/agencies', { code: 'H99.1', name, parentId: id })).json.problems).toMatchObject([
      { path: 'parentId' },
    ]);
    expect(JSON.stringify((await ministry('GET', '/agencies/tree')).json)).not.toContain('H99');
    expect((await ministry('DELETE', `/agencies/${missing}`)).status).toBe(404);
  });
});

it('the list comes in pages, whole or below one agency', async () => {
  const codes = async (query: string) => {
    const { json } = await ministry('GET', `/agencies?${query}`);
    return { codes: json.items.map(({ code }: { code: string }) => code), next: json.nextCursor };
  };
  const first = await codes('limit=2');
  expect(first.codes).toEqual(['H17', 'H46']);
  expect((await codes(`limit=3&cursor=${first.next}`)).codes).toEqual(['H46.1', 'H46.2', 'H99']);
  expect((await codes(`parent=${province}`)).codes).toEqual(['H46.1', 'H46.2']);
});

it('every change is in the audit', async () => {
  const { items } = (await world.as('auditor')('GET', '/audit?limit=200')).json;
  const actions = new Set(items.map(({ action }: { action: string }) => action));
  expect([...actions].sort()).toEqual(['agency.changed', 'agency.closed', 'agency.created']);
});
