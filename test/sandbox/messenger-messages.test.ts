/** What the fake Graph API lets a Page send, line by line. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, openStage, page, proof, type Stage } from './stage.js';

const text = 'Câu hỏi';
const a = (count: number) => 'ă'.repeat(count);
const reply = (title: string, payload = 'x') => ({ content_type: 'text', title, payload });
const replies = (count: number) => Array.from({ length: count }, (_, n) => reply(`Chọn ${n}`));
const postback = (title: string, payload = 'x') => ({ type: 'postback', title, payload });
const template = (payload: object) => ({ attachment: { type: 'template', payload } });
const buttons = (words: string, list: unknown[]) => template({ template_type: 'button', text: words, buttons: list });
const cards = (count: number) =>
  template({ template_type: 'generic', elements: Array.from({ length: count }, () => ({ title: 'Thẻ' })) });

const cases: [label: string, message: object, accepted: boolean][] = [
  ['a text', { text }, true],
  ['2000 characters', { text: a(2000) }, true],
  ['2001 characters', { text: a(2001) }, false],
  ['no text', {}, false],
  ['13 quick replies', { text, quick_replies: replies(13) }, true],
  ['14 quick replies', { text, quick_replies: replies(14) }, false],
  ['a quick reply of 20 characters', { text, quick_replies: [reply(a(20))] }, true],
  ['a quick reply of 21 characters', { text, quick_replies: [reply(a(21))] }, false],
  ['a quick reply without payload', { text, quick_replies: [reply('A', '')] }, false],
  ['a quick reply payload of 1001', { text, quick_replies: [reply('A', a(1001))] }, false],
  ['a quick reply for the phone number', { text, quick_replies: [{ content_type: 'user_phone_number' }] }, true],
  ['a quick reply for the place, which is gone', { text, quick_replies: [{ content_type: 'location' }] }, false],
  ['3 buttons', buttons(text, [postback('1'), postback('2'), postback('3')]), true],
  ['4 buttons', buttons(text, [postback('1'), postback('2'), postback('3'), postback('4')]), false],
  ['no button', buttons(text, []), false],
  ['a button of 21 characters', buttons(text, [postback(a(21))]), false],
  ['640 characters over buttons', buttons(a(640), [postback('1')]), true],
  ['641 characters over buttons', buttons(a(641), [postback('1')]), false],
  ['a link', buttons(text, [{ type: 'web_url', title: 'A', url: 'https://example.org' }]), true],
  ['a link without an address', buttons(text, [{ type: 'web_url', title: 'A', url: 'nowhere' }]), false],
  ['a phone number', buttons(text, [{ type: 'phone_number', title: 'A', payload: '+8424' }]), true],
  ['an unknown kind of button', buttons(text, [{ type: 'oa.query.hide', title: 'A', payload: 'x' }]), false],
  ['10 cards', cards(10), true],
  ['11 cards', cards(11), false],
  ['an unknown template', template({ template_type: 'list' }), false],
  ['a picture', { attachment: { type: 'image', payload: { url: 'https://example.org/a.jpg' } } }, true],
  ['a picture without an address', { attachment: { type: 'image', payload: {} } }, false],
  ['999 characters of metadata', { text, metadata: 'x'.repeat(999) }, true],
  ['1000 characters of metadata', { text, metadata: 'x'.repeat(1000) }, false],
];

let stage: Stage;
let user: string;
beforeAll(async () => {
  stage = await openStage({ messenger: { ...page, name: 'Sở Nội vụ' } });
  user = await stage.acquaintance('messenger');
});
afterAll(() => stage.close());
const send = (message: object, more: object = {}) =>
  stage.graph('/me/messages', { recipient: { id: user }, message, ...more });

describe('messages', () => {
  it.each(cases)('%s', async (_, message, accepted) => {
    const { status, body } = await send(message);
    if (accepted) expect(body).toEqual({ recipient_id: user, message_id: expect.stringMatching(/^m_/) });
    else expect([status, body.error.code]).toEqual([400, 100]);
  });

  it('errors have the shape of Meta', async () => {
    const { body } = await send({ text: a(2001) });
    expect(body.error).toEqual({
      message: '(#100) Length of param message[text] must be less than or equal to 2000',
      type: 'OAuthException',
      code: 100,
      fbtrace_id: expect.any(String),
    });
  });

  it('keeps our reference beside what was sent', async () => {
    await send({ text, metadata: 'out-17', quick_replies: [reply('Có', 'p')] });
    const { items } = await stage.api(`sent?platform=messenger&user=${user}&limit=1`);
    expect(items).toMatchObject([{ reference: 'out-17', text, options: [{ title: 'Có', payload: 'p' }] }]);
  });

  it('tells how much of the rate is used', async () => {
    const { headers } = await send({ text });
    const usage = JSON.parse(headers.get('x-business-use-case-usage') ?? '{}');
    expect(usage[page.pageId]).toMatchObject([{ type: 'messenger', call_count: expect.any(Number) }]);
    expect(JSON.parse(headers.get('x-app-usage') ?? '{}')).toHaveProperty('call_count');
  });

  const types: [type: object, outcome: [status: number, code?: number]][] = [
    [{ messaging_type: 'RESPONSE' }, [200]],
    [{ messaging_type: 'UPDATE' }, [200]],
    [{ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }, [200]],
    [{ messaging_type: 'MESSAGE_TAG', tag: 'CONFIRMED_EVENT_UPDATE' }, [400, 100]],
    [{ messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }, [400, 100]],
    [{ messaging_type: 'UTILITY' }, [403, 200]],
    [{ messaging_type: 'NEWS' }, [400, 100]],
  ];
  it.each(types)('%o', async (more, outcome) => {
    const { status, body } = await send({ text }, more);
    expect([status, body.error?.code].filter((part) => part !== undefined)).toEqual(outcome);
  });
});

describe('sender actions', () => {
  const act = (body: object) => stage.graph('/me/messages', { recipient: { id: user }, ...body });
  const person = async () =>
    (await stage.api('people?platform=messenger')).find((one: { id: string }) => one.id === user);
  it('are answered without a message id', async () => {
    expect((await act({ sender_action: 'typing_on' })).body).toEqual({ recipient_id: user });
  });
  it('typing shows until the message comes', async () => {
    await act({ sender_action: 'typing_on' });
    expect((await person()).typingUntil).toBeGreaterThan(0);
    await send({ text });
    expect((await person()).typingUntil).toBe(0);
  });
  it('must come alone', async () => {
    expect((await act({ sender_action: 'mark_seen', message: { text } })).body.error.code).toBe(100);
    expect((await act({ sender_action: 'wave' })).body.error.code).toBe(100);
  });
  it('mark_seen puts "seen" under what the person wrote', async () => {
    await stage.say({ platform: 'messenger', user, text: 'đã xem chưa?' });
    await act({ sender_action: 'mark_seen' });
    expect((await stage.api(`chat?platform=messenger&user=${user}`)).at(-1)).toMatchObject({ status: 'seen' });
  });
});

describe('who may call', () => {
  const url = () => `${stage.addresses.graph}/me?fields=id,name`;
  const bearer = { authorization: `Bearer ${page.pageToken}` };
  const table: [label: string, query: string, headers: Record<string, string>, code: number | undefined][] = [
    ['token in the header', `&appsecret_proof=${proof}`, bearer, undefined],
    ['token in the address', `&appsecret_proof=${proof}&access_token=${page.pageToken}`, {}, undefined],
    ['no token', `&appsecret_proof=${proof}`, {}, 190],
    ['a wrong token', `&appsecret_proof=${proof}`, { authorization: 'Bearer x' }, 190],
    ['no proof', '', bearer, 100],
    ['a wrong proof', '&appsecret_proof=ab', bearer, 100],
  ];
  it.each(table)('%s', async (_, query, headers, code) => {
    const { body } = await call(url() + query, undefined, headers);
    expect(body.error?.code).toBe(code);
    if (code === undefined) expect(body).toEqual({ id: page.pageId, name: 'Sở Nội vụ' });
  });
  it('the proof can be made optional, as in the app settings', async () => {
    await stage.api('settings', { requireProof: false });
    expect((await call(url(), undefined, bearer)).body.id).toBe(page.pageId);
    await stage.api('settings', { requireProof: true });
  });
  const paths: [label: string, path: string, code: number][] = [
    ['another Page', '/123456/messages', 100],
    ['an unknown address', '/me/unknown/thing', 2500],
  ];
  it.each(paths)('%s', async (_, path, code) => {
    expect((await stage.graph(path, { recipient: { id: user }, message: { text } })).body.error.code).toBe(code);
  });
  it('more than 300 calls a second are too fast', async () => {
    const slow = await openStage({ rates: { messengerPerSecond: 1 } });
    const codes = [await slow.graph('/me'), await slow.graph('/me')].map(({ body }) => body.error?.code);
    await slow.advance(1_000);
    expect([...codes, (await slow.graph('/me')).body.error?.code]).toEqual([undefined, 613, undefined]);
    await slow.close();
  });
});

describe('the other calls', () => {
  it('a profile gives what is asked for', async () => {
    expect((await stage.graph(`/${user}?fields=first_name`)).body).toEqual({
      id: user,
      first_name: expect.any(String),
    });
    expect((await stage.graph('/1?fields=first_name')).body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });
  it('subscriptions decide what is sent', async () => {
    const fields = 'messages,messaging_postbacks';
    expect((await stage.graph(`/${page.pageId}/subscribed_apps?subscribed_fields=${fields}`, {})).body).toEqual({
      success: true,
    });
    expect((await stage.graph(`/${page.pageId}/subscribed_apps`)).body.data).toMatchObject([
      { subscribed_fields: fields.split(',') },
    ]);
    await send({ text });
    expect((await stage.say({ platform: 'messenger', user, seen: true })).webhook).toMatchObject({ dropped: true });
    expect((await stage.say({ platform: 'messenger', user, text: 'còn đây' })).webhook.status).toBe(200);
    expect((await stage.graph(`/${page.pageId}/subscribed_apps?subscribed_fields=nothing`, {})).body.error.code).toBe(
      100,
    );
  });
});
