/** What the fake Zalo lets an OA send, line by line. Every refusal comes with HTTP 200, as on the live service. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.js';

const text = 'Câu hỏi';
const a = (count: number) => 'ă'.repeat(count);
const hide = (title: string, payload = '#x') => ({ title, type: 'oa.query.hide', payload });
const buttons = (count: number) => Array.from({ length: count }, (_, n) => hide(`Nút ${n + 1}`));
const plain = (list: unknown[], words = text) => ({
  text: words,
  attachment: { type: 'template', payload: { buttons: list } },
});
const media = (elements: unknown[], list?: unknown[]) => ({
  text,
  attachment: { type: 'template', payload: { template_type: 'media', elements, ...(list ? { buttons: list } : {}) } },
});
const image = { media_type: 'image', url: 'https://example.org/a.jpg' };
const form = (...elements: unknown[]) => ({
  attachment: { type: 'template', payload: { template_type: 'request_user_info', elements } },
});

const cases: [label: string, message: unknown, error: number][] = [
  ['a text', { text }, 0],
  ['2000 characters', { text: a(2000) }, 0],
  ['2001 characters', { text: a(2001) }, -201],
  ['2000 emoji count once each', { text: '🙂'.repeat(2000) }, 0],
  ['a decomposed letter counts as it arrives', { text: 'ế'.normalize('NFD').repeat(700) }, -201],
  ['no text', {}, -201],
  ['an empty text', { text: '' }, -201],
  ['5 buttons', plain(buttons(5)), 0],
  ['6 buttons', plain(buttons(6)), -201],
  ['buttons without a text', plain(buttons(1), ''), -201],
  ['a wrapper without buttons', plain([]), -201],
  ['a title of 100', plain([hide(a(100))]), 0],
  ['a title of 101', plain([hide(a(101))]), -201],
  ['a button without a title', plain([hide('')]), -201],
  ['a payload of 1000', plain([hide('A', a(1000))]), 0],
  ['a payload of 1001', plain([hide('A', a(1001))]), -201],
  ['an unknown kind of button', plain([{ title: 'A', type: 'postback', payload: 'x' }]), -201],
  ['a link', plain([{ title: 'A', type: 'oa.open.url', payload: { url: 'https://example.org' } }]), 0],
  ['a link without an address', plain([{ title: 'A', type: 'oa.open.url', payload: {} }]), -201],
  ['a phone number', plain([{ title: 'A', type: 'oa.open.phone', payload: { phone_code: '+8424' } }]), 0],
  ['a phone number that is missing', plain([{ title: 'A', type: 'oa.open.phone', payload: {} }]), -201],
  ['a picture', media([image]), 0],
  ['a picture with buttons', media([image], buttons(2)), 0],
  ['two pictures', media([image, image]), -201],
  ['a picture without an address', media([{ media_type: 'image' }]), -201],
  ['a video, which media does not carry', media([{ media_type: 'video', url: 'https://example.org' }]), -201],
  ['a form for name and phone', form({ title: 'Liên hệ', subtitle: 'Xin số điện thoại' }), 0],
  ['a form with two elements', form({ title: 'A' }, { title: 'B' }), -201],
  ['a form with a subtitle of 501', form({ title: 'A', subtitle: a(501) }), -201],
  ['the old list', { attachment: { type: 'template', payload: { template_type: 'list' } } }, -233],
  ['an unknown attachment', { attachment: { type: 'audio', payload: {} } }, -233],
  ['a file', { attachment: { type: 'file', payload: { token: 'abc' } } }, 0],
  ['a file without its token', { attachment: { type: 'file', payload: {} } }, -201],
];

describe('message/cs', () => {
  let stage: Stage;
  let user: string;
  beforeAll(async () => {
    stage = await openStage();
    user = await stage.acquaintance('zalo');
  });
  afterAll(() => stage.close());
  const send = (message: unknown, to = user) =>
    stage.zalo('/v3.0/oa/message/cs', { recipient: { user_id: to }, message });

  it.each(cases)('%s', async (_, message, error) => {
    const answer = await send(message);
    expect([answer.status, answer.body.error]).toEqual([200, error]);
  });

  it('answers with the ids as texts, the time and the quota', async () => {
    const { body } = await send({ text });
    expect(body).toMatchObject({
      error: 0,
      message: 'Success',
      data: { user_id: user, quota: { quota_type: 'sub_quota' } },
    });
    expect(body.data.message_id).toEqual(expect.any(String));
    expect(Number(user) > Number.MAX_SAFE_INTEGER).toBe(true);
  });

  it('counts the rate down in headers', async () => {
    const [one, two] = [await send({ text }), await send({ text })];
    expect(one.headers.get('x-ratelimit-limit')).toBe('4000');
    expect(Number(one.headers.get('x-ratelimit-remain')) - Number(two.headers.get('x-ratelimit-remain'))).toBe(1);
  });

  it('keeps what was accepted and what was refused', async () => {
    await send(plain([hide('Có', '#có')]));
    await send({ text: '' });
    const { items } = await stage.api('sent?platform=zalo&limit=2');
    expect(items).toMatchObject([
      { outcome: 'accepted', user, text, options: [{ title: 'Có', payload: '#có' }], lane: 'free' },
      { outcome: 'refused', user, error: '-201' },
    ]);
  });

  const wrappers: [setting: string, message: unknown, error: number][] = [
    ['plain', plain(buttons(1)), 0],
    ['plain', media([image], buttons(1)), -233],
    ['media', plain(buttons(1)), -233],
    ['media', media([image], buttons(1)), 0],
    ['both', plain(buttons(1)), 0],
  ];
  it.each(wrappers)('with the wrapper set to %s', async (zaloButtons, message, error) => {
    await stage.api('settings', { zaloButtons });
    expect((await send(message)).body.error).toBe(error);
  });

  const calls: [label: string, path: string, body: unknown, error: number][] = [
    ['an unknown person', '/v3.0/oa/message/cs', { recipient: { user_id: '1' }, message: { text } }, -201],
    ['a body that is no JSON', '/v3.0/oa/message/cs', '{"recipient', -201],
    ['the message call of version 2', '/v2.0/oa/message', { message: { text } }, -240],
    ['free-form promotion', '/v3.0/oa/message/promotion', {}, -240],
    ['an address Zalo does not know', '/v3.0/oa/nothing', {}, 404],
  ];
  it.each(calls)('refuses %s', async (_, path, body, error) => {
    expect((await stage.zalo(path, body)).body.error).toBe(error);
  });
});

describe('the other calls', () => {
  let stage: Stage;
  let user: string;
  beforeAll(async () => {
    stage = await openStage({ zalo: { ...(await import('./stage.js')).oa, name: 'Sở Nội vụ' } });
    user = await stage.acquaintance('zalo');
  });
  afterAll(() => stage.close());
  const get = (path: string, data: unknown) => stage.zalo(`${path}?data=${encodeURIComponent(JSON.stringify(data))}`);

  it('getoa says who the token belongs to, and that it is a state agency', async () => {
    const { body } = await stage.zalo('/v2.0/oa/getoa');
    expect(body.data).toMatchObject({ oa_id: '1284596301746382910', name: 'Sở Nội vụ', oa_type: 4, is_verified: true });
  });
  it('user/detail takes its parameters as one JSON text', async () => {
    const { body } = await get('/v3.0/oa/user/detail', { user_id: user });
    expect(body.data).toMatchObject({
      user_id: user,
      user_is_follower: false,
      user_last_interaction_date: '22/11/2026',
    });
  });
  it('user/detail knows nobody who never wrote', async () => {
    const { id } = await stage.api('people', { platform: 'zalo' });
    expect((await get('/v3.0/oa/user/detail', { user_id: id })).body.error).toBe(-213);
  });
  it('user/getlist pages by 50 at most', async () => {
    expect((await get('/v3.0/oa/user/getlist', { offset: 0, count: 50 })).body.data).toMatchObject({
      total: 1,
      users: [{ user_id: user }],
    });
    expect((await get('/v3.0/oa/user/getlist', { offset: 0, count: 51 })).body.error).toBe(-201);
    expect((await get('/v3.0/oa/user/getlist', { offset: 9952, count: 1 })).body.error).toBe(-201);
  });
  it('quota/message tells the last interaction', async () => {
    const { body } = await stage.zalo('/v3.0/oa/quota/message', { user_id: user });
    expect(body.data).toMatchObject({ user_id: user, cs: { free: true, paid: true } });
  });

  const uploads: [label: string, path: string, type: string, bytes: number, error: number][] = [
    ['a picture', 'image', 'image/png', 1000, 0],
    ['a picture of more than 1 MB', 'image', 'image/png', 1_100_000, -210],
    ['a gif as a picture', 'image', 'image/gif', 1000, -201],
    ['a gif', 'gif', 'image/gif', 2_000_000, 0],
    ['a PDF', 'file', 'application/pdf', 2_000_000, 0],
    ['a PDF of more than 5 MB', 'file', 'application/pdf', 5_300_000, -210],
    ['a program', 'file', 'application/x-msdownload', 1000, -201],
  ];
  it.each(uploads)('uploads: %s', async (_, path, type, bytes, error) => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(bytes)], { type }), 'name');
    const url = `${stage.addresses.zalo}/v2.0/oa/upload/${path}`;
    const response = await fetch(url, { method: 'POST', headers: { access_token: 'first-access' }, body: form });
    expect(((await response.json()) as { error: number }).error).toBe(error);
  });

  it('sends ZBS templates by phone and keeps the tracking id', async () => {
    const body = { phone: '84912345678', template_id: '1', template_data: {}, tracking_id: 'ref-1' };
    const url = stage.addresses.zaloBusiness;
    const headers = { access_token: 'first-access', 'content-type': 'application/json' };
    const post = async (changes: object) =>
      (
        await fetch(`${url}/message/template`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ ...body, ...changes }),
        })
      ).json();
    expect(await post({})).toMatchObject({ error: 0, data: { msg_id: expect.any(String) } });
    expect(await post({ phone: '0912345678' })).toMatchObject({ error: -108 });
    expect(await post({ tracking_id: 'x'.repeat(49) })).toMatchObject({ error: -1121 });
    const { items } = await stage.api('sent?user=84912345678');
    expect(items).toMatchObject([{ reference: 'ref-1' }]);
  });
});
