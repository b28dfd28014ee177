/** Who may enter where: fixtures/doors.json is the whole table, and every endpoint is in it. */
import { describe, expect, it } from 'vitest';
import { type Role, roles } from '../../prisma/official.js';
import doors from './fixtures/doors.json' with { type: 'json' };
import { type Caller, startApi } from './support.js';

const world = await startApi();
const nobody = '00000000-0000-4000-8000-000000000000';

/** A call that names nothing there is and changes nothing, wherever it is let in. */
function knock(caller: Caller, endpoint: string) {
  const [method = '', pattern = ''] = endpoint.split(' ');
  const id = pattern.startsWith('/channels') ? '999' : nobody;
  const url = pattern.replace('{id}', id).replace('{revision}', '1');
  return caller(method as 'GET', url, method === 'GET' || method === 'DELETE' ? undefined : {});
}

describe('the table of doors', () => {
  it('names every endpoint', async () => {
    const document = (await world.as(null)('GET', '/api/openapi.json')).json;
    const endpoints = Object.entries(document.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    expect(endpoints.sort()).toEqual(Object.keys(doors).sort());
  });

  it.each(Object.entries(doors))('%s is for %s', async (endpoint, who) => {
    const stranger = await knock(world.as(null), endpoint);
    if (who === 'anybody') return expect(stranger.status).toBe(400);
    expect(stranger.status).toBe(401);
    expect(stranger.json.code).toBe('not-logged-in');
    if (endpoint === 'DELETE /session') return;
    for (const role of roles) {
      const answer = await knock(world.as(role), endpoint);
      const mayEnter = who === 'every official' || (who as Role[]).includes(role);
      expect([role, answer.status === 403]).toEqual([role, !mayEnter]);
      if (mayEnter) expect([200, 201, 400, 404]).toContain(answer.status);
    }
  });
});

describe('a role that works for an agency', () => {
  it('sees its own channels and those below, and no others', async () => {
    const mine = await world.as('head')('GET', '/channels');
    expect(mine.json.items.map((channel: { id: number }) => channel.id)).toEqual([world.channels.province]);
    expect((await world.as('head')('GET', `/channels/${world.channels.elsewhere}`)).status).toBe(404);
    expect((await world.as('ministry')('GET', `/channels/${world.channels.elsewhere}`)).status).toBe(200);
  });

  it('sees its own colleagues only', async () => {
    const { items } = (await world.as('head')('GET', '/officials')).json;
    expect(items.map((official: { role: string }) => official.role)).toEqual(['head', 'officer']);
    expect((await world.as('head')('GET', `/officials/${world.officials.auditor.id}`)).status).toBe(404);
  });

  it('sees nothing, rather than everything, when its agency is missing', async () => {
    await world.database.prisma.official.update({ where: { id: world.officials.head.id }, data: { agencyId: null } });
    expect((await world.as('head')('GET', '/channels')).json.items).toEqual([]);
  });
});
