import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadAccounts, stopChannel } from '../../prisma/channel.js';
import { readPair } from '../../prisma/token.js';
import { parrot } from './parrot.js';
import { noon, startApi } from './support.js';

const onChannelsChanged = vi.fn();
const rotating = {
  ...parrot,
  setUp: undefined,
  platform: 'cuckoo',
  title: 'Cuckoo',
  staticToken: undefined,
  refresh: vi.fn(),
};
const platforms = new Map(Object.entries({ parrot, cuckoo: rotating })) as never;
const world = await startApi({ onChannelsChanged, channels: platforms });
const { prisma, pool } = world.database;
const { sealer } = world.context.keys;
const admin = world.as('administrator');

const accountId = '3456789012345678901';
const parrotOf = (change: object = {}) => ({
  platform: 'parrot',
  accountId,
  name: 'Kênh tỉnh',
  secrets: { key: 'write-only-secret' },
  ...change,
});
const cuckooOf = (change: object = {}) => ({
  ...parrotOf(),
  platform: 'cuckoo',
  tokens: { accessToken: 'access-secret', refreshToken: 'refresh-secret' },
  ...change,
});
const connect = async (body: object) => (await admin('POST', '/channels', body)).json.id as number;

beforeEach(() => onChannelsChanged.mockClear());

describe('connecting', () => {
  it('stores the account, its secrets sealed, and tells the bot', async () => {
    const answer = await admin(
      'POST',
      '/channels',
      parrotOf({ settings: { volume: 7 }, agencyId: world.agencies.province }),
    );
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      accountId,
      state: 'connected',
      settings: { volume: 7 },
      agencyId: world.agencies.province,
      token: null,
    });
    expect(onChannelsChanged).toHaveBeenCalledTimes(1);
    const accounts = await loadAccounts(world.database, sealer);
    expect(accounts.find((account) => account.id === answer.json.id)).toEqual({
      id: answer.json.id,
      platform: 'parrot',
      accountId,
      secrets: { key: 'write-only-secret' },
      settings: { volume: 7 },
      ratePerSecond: null,
      stopped: false,
    });
    const { rows } = await pool.query(
      "SELECT row_to_json(channel)::text || encode(secrets_sealed, 'escape') AS row FROM channel",
    );
    expect(JSON.stringify(rows)).not.toContain('write-only-secret');
  });

  it('connects a known account anew: other secrets, the same channel', async () => {
    const id = await connect(parrotOf({ accountId: '55', settings: { volume: 1 } }));
    const answer = await admin(
      'POST',
      '/channels',
      parrotOf({ accountId: '55', name: 'Tên mới', secrets: { key: 'another-secret' } }),
    );
    expect([answer.status, answer.json.id, answer.json.name]).toEqual([200, id, 'Tên mới']);
    const [account] = (await loadAccounts(world.database, sealer)).filter((one) => one.id === id);
    expect(account?.secrets).toEqual({ key: 'another-secret' });
  });

  it('keeps the first token pair sealed, to be renewed at its first use', async () => {
    const id = await connect(cuckooOf());
    const now = noon;
    expect(await readPair(pool, sealer, id)).toEqual({
      accessToken: 'access-secret',
      refreshToken: 'refresh-secret',
      issuedAt: now,
      expiresAt: now,
    });
    expect((await admin('GET', `/channels/${id}`)).json.token).toEqual({
      expiresAt: new Date(now).toISOString(),
      deadReason: null,
    });
    const again = await admin('POST', '/channels', cuckooOf({ tokens: undefined }));
    expect(again.status).toBe(200);
    expect(await readPair(pool, sealer, id)).toMatchObject({ refreshToken: 'refresh-secret' });
  });

  it.each([
    ['an unknown platform', parrotOf({ platform: 'pigeon' }), 'platform', 'Choose one of: parrot, cuckoo.'],
    ['a secret that is missing', parrotOf({ secrets: {} }), 'secrets.key', 'Fill it in.'],
    [
      'a secret that is too short',
      parrotOf({ secrets: { key: 'abc' } }),
      'secrets.key',
      'Write at least 4 characters.',
    ],
    [
      'a secret nobody reads',
      parrotOf({ secrets: { key: 'abcd', spell: 1 } }),
      'secrets',
      'Check the spelling, or leave them out.',
    ],
    ['a setting out of range', parrotOf({ settings: { volume: 11 } }), 'settings.volume', 'The largest number is 10.'],
    [
      'an id written as a number',
      parrotOf({ accountId: 34567890 }),
      'accountId',
      'Put the value in quotes, even when it is a long number.',
    ],
    [
      'more speed than the platform allows',
      parrotOf({ ratePerSecond: 21 }),
      'ratePerSecond',
      'The largest number is 20.',
    ],
    [
      'an agency that is not there',
      parrotOf({ agencyId: '00000000-0000-4000-8000-000000000000' }),
      'agencyId',
      'Take the id from GET /api/v1/agencies.',
    ],
    ['tokens where none are used', parrotOf({ tokens: cuckooOf().tokens }), 'tokens', 'Leave tokens out.'],
    ['no tokens where they are needed', cuckooOf({ accountId: '77', tokens: undefined }), 'tokens', 'Fill it in.'],
  ])('refuses %s, and says how to mend it', async (_, body, path, cure) => {
    const answer = await admin('POST', '/channels', body, { 'accept-language': 'en' });
    expect(answer.status).toBe(400);
    expect(answer.json.problems).toMatchObject([{ path, cure }]);
    expect(onChannelsChanged).not.toHaveBeenCalled();
  });
});

describe('what was connected', () => {
  it('can be looked up, each platform with what it needs', async () => {
    const { items } = (await admin('GET', '/channels/platforms')).json;
    expect(items).toMatchObject([
      {
        platform: 'parrot',
        tokens: false,
        secrets: { required: ['key'] },
        settings: { properties: { volume: { default: 5 } } },
      },
      { platform: 'cuckoo', tokens: true },
    ]);
  });

  it('is listed in pages, by platform and state', async () => {
    const all = (await admin('GET', '/channels')).json.items.map(({ id }: { id: number }) => id);
    const first = (await admin('GET', '/channels?limit=3')).json;
    const second = (await admin('GET', `/channels?limit=3&cursor=${first.nextCursor}`)).json;
    expect([...first.items, ...second.items].map(({ id }: { id: number }) => id)).toEqual(all);
    expect((await admin('GET', '/channels?platform=cuckoo')).json.items).toHaveLength(1);
    expect((await admin('GET', '/channels?state=disconnected')).json.items).toHaveLength(0);
  });

  it('can be renamed and set; of the settings only what is named changes', async () => {
    const id = await connect(parrotOf({ accountId: '60', settings: { volume: 2 } }));
    const change = { name: 'Khác', ratePerSecond: 3, agencyId: world.agencies.district };
    expect((await admin('PATCH', `/channels/${id}`, change)).json).toMatchObject({
      ...change,
      settings: { volume: 2 },
    });
    expect((await admin('PATCH', `/channels/${id}`, { settings: { volume: 9 } })).json.settings).toEqual({ volume: 9 });
    expect((await admin('PATCH', `/channels/${id}`, { settings: { volume: null } })).json.settings).toEqual({});
    expect((await admin('PATCH', `/channels/${id}`, { settings: { volume: 99 } })).json.problems).toMatchObject([
      { path: 'settings.volume' },
    ]);
    expect((await admin('PATCH', `/channels/${id}`, { secrets: { key: 'x' } })).json.problems).toContainEqual(
      expect.objectContaining({ message: 'Có trường không dùng đến: secrets.' }),
    );
    expect((await admin('PATCH', `/channels/${id}`, {})).json.problems).toMatchObject([
      { message: 'Không có gì để sửa.' },
    ]);
    expect((await admin('PATCH', '/channels/999', change)).status).toBe(404);
  });

  it('is taken up again after we stopped it', async () => {
    const id = await connect(parrotOf({ accountId: '61' }));
    await stopChannel(prisma, id, '-216');
    expect((await admin('GET', `/channels/${id}`)).json).toMatchObject({ state: 'stopped', stateReason: '-216' });
    expect((await loadAccounts(world.database, sealer)).find((account) => account.id === id)?.stopped).toBe(true);
    expect((await admin('PATCH', `/channels/${id}`, { state: 'connected' })).json).toMatchObject({
      state: 'connected',
      stateReason: null,
    });
  });

  it('loses its secrets when it is disconnected, and comes back with its id', async () => {
    const id = await connect(cuckooOf({ accountId: '62' }));
    expect((await admin('DELETE', `/channels/${id}`)).json).toMatchObject({ id, state: 'disconnected', token: null });
    expect(await readPair(pool, sealer, id)).toBeNull();
    expect((await loadAccounts(world.database, sealer)).some((account) => account.id === id)).toBe(false);
    expect((await admin('PATCH', `/channels/${id}`, { state: 'connected' })).json.code).toBe('channel-disconnected');
    expect((await admin('POST', `/channels/${id}/test`)).json.code).toBe('channel-disconnected');
    expect(await connect(cuckooOf({ accountId: '62' }))).toBe(id);
    expect((await admin('DELETE', '/channels/999')).status).toBe(404);
  });

  it.each([
    ['a stopped channel', async (id: number) => stopChannel(prisma, id, 'x'), 'stopped'],
    ['a disconnected one', async (id: number) => void (await admin('DELETE', `/channels/${id}`)), 'disconnected'],
  ])('stays as it is when an error comes late: %s', async (_, before, state) => {
    const id = await connect(parrotOf({ accountId: '63' }));
    await before(id);
    await stopChannel(prisma, id, 'late');
    expect((await admin('GET', `/channels/${id}`)).json).toMatchObject({
      state,
      stateReason: state === 'stopped' ? 'x' : null,
    });
  });
});

describe('the test', () => {
  it('asks the platform who we are, with the defaults filled in', async () => {
    const id = await connect(parrotOf({ accountId: '70' }));
    expect((await admin('POST', `/channels/${id}/test`)).json).toEqual({ ok: true, name: 'Parrot 70 at volume 5' });
  });

  it('tells what the platform said', async () => {
    const id = await connect(cuckooOf({ accountId: '71', tokens: { accessToken: 'dead', refreshToken: 'r' } }));
    const answer = await admin('POST', `/channels/${id}/test`);
    expect([answer.status, answer.json]).toEqual([200, { ok: false, code: '-216', detail: 'the token is dead' }]);
    expect((await admin('POST', '/channels/999/test')).status).toBe(404);
  });

  it('says so when there is no token to ask with', async () => {
    const id = await connect(cuckooOf({ accountId: '72' }));
    await prisma.channelToken.delete({ where: { channelId: id } });
    expect((await admin('POST', `/channels/${id}/test`)).json).toMatchObject({ ok: false, code: 'no-token' });
  });
});

it('menu and greeting are set where the platform lets us, and what it says is told', async () => {
  const setUp = async (body: object) => (await admin('POST', `/channels/${await connect(body)}/set-up`)).json;
  expect(await setUp(parrotOf({ accountId: '80' }))).toEqual({ done: true });
  expect(await setUp(parrotOf({ accountId: '81', settings: { volume: 0 } }))).toEqual({
    done: false,
    why: 'the parrot is asleep',
  });
  expect(await setUp(cuckooOf({ accountId: '82' }))).toMatchObject({
    done: false,
    why: expect.stringContaining('Cuckoo'),
  });
});

it('every process hears of a change', async () => {
  const client = await pool.connect();
  const heard = vi.fn();
  client.on('notification', heard);
  await client.query('LISTEN channels');
  await admin('PATCH', `/channels/${world.channels.province}`, { name: 'Tên khác' });
  await vi.waitFor(() => expect(heard).toHaveBeenCalled());
  await client.query('UNLISTEN channels');
  client.release();
});

it('every change is in the audit, without secrets', async () => {
  const { items } = (await world.as('auditor')('GET', '/audit?limit=200')).json;
  const actions = new Set(items.map(({ action }: { action: string }) => action));
  for (const done of ['connected', 'changed', 'tested', 'disconnected']) expect(actions).toContain(`channel.${done}`);
  expect(JSON.stringify(items)).not.toMatch(/secret/);
});

it('no secret ever leaves: not in an answer, not in the log', async () => {
  const paths = [
    '/channels?limit=200',
    '/channels/platforms',
    '/audit?limit=200',
    `/channels/${world.channels.province}`,
  ];
  const answers = await Promise.all(paths.map((path) => admin('GET', path)));
  const refused = await admin(
    'POST',
    '/channels',
    parrotOf({ secrets: { key: 'leaky-secret', other: 'other-secret' } }),
  );
  const said = [...answers, refused].map(({ text }) => text).join() + world.logs.join();
  expect(said).not.toMatch(/(write-only|another|access|refresh|leaky|other|seed)-secret/);
});
