/** Which event each act on the Messenger phone becomes, and how it is signed. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedRequest, signMessenger } from '../../sandbox/messenger/signature.js';
import { openStage, page, type Stage, start } from './stage.js';

let stage: Stage;
let user: string;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.again();
  ({ id: user } = await stage.api('people', { platform: 'messenger' }));
});

const say = (act: Record<string, unknown>) => stage.say({ platform: 'messenger', user, ...act });
const last = () => stage.product.received.at(-1);
const received = async () => {
  await stage.product.until(1);
  return last() ?? expect.fail('nothing came');
};
const item = () => last()?.body.entry[0].messaging[0];
const send = (message: object) => stage.graph('/me/messages', { recipient: { id: user }, message });
const mid = expect.stringMatching(/^m_/);
const url = expect.stringMatching(/^http:.*\.(jpg|png)$/);

it('signs with HMAC-SHA256 and the app secret', () => {
  const body =
    '{"app_id":"360846524940903967","event_name":"user_send_text","message":{"text":"Chào bạn","msg_id":"m1"},"timestamp":"154390853474"}';
  expect(signMessenger({ ...page, appSecret: 'test-app-secret' }, body)).toBe(
    'sha256=bcf6779818b050ad4a87dd8e2b98c9e5268660cca60a0d68a1ea6d0977475da3',
  );
});

it('sends escaped Unicode and signs the very bytes it sends', async () => {
  await say({ text: 'Đường hỏng 🙂' });
  const { raw, headers } = await received();
  expect(raw).toMatch(/^[\x20-\x7e]+$/);
  expect(item().message.text).toBe('Đường hỏng 🙂');
  const mac = createHmac('sha256', page.appSecret).update(raw).digest('hex');
  expect(headers['x-hub-signature-256']).toBe(`sha256=${mac}`);
});

const attachment = (type: string, payload: object) => ({ message: { mid, attachments: [{ type, payload }] } });
const acts: [label: string, act: Record<string, unknown>, fields: object][] = [
  ['a text', { text: 'xin chào' }, { message: { mid, text: 'xin chào' } }],
  ['a photo', { photo: true }, attachment('image', { url })],
  ['a sticker', { sticker: true }, attachment('sticker', { url, sticker_id: expect.any(Number) })],
  ['a voice message', { audio: true }, attachment('audio', { url })],
  [
    'a place',
    { location: { latitude: 10.5, longitude: 106.25 } },
    attachment('location', { coordinates: { lat: 10.5, long: 106.25 } }),
  ],
  ['a link that is opened', { referral: 'qr-1' }, { referral: { ref: 'qr-1', type: 'OPEN_THREAD' } }],
  ['a reaction', { react: { messageId: 'm_1' } }, { reaction: { mid: 'm_1', action: 'react' } }],
];
describe('what a person sends', () => {
  it.each(acts)('%s', async (_, act, fields) => {
    await say(act);
    expect(last()?.body).toMatchObject({ object: 'page', entry: [{ id: page.pageId, time: start }] });
    expect(item()).toMatchObject({ sender: { id: user }, recipient: { id: page.pageId }, timestamp: start, ...fields });
  });
  it('an edit and a deletion name the message', async () => {
    const { messageId } = await say({ text: 'sai' });
    await say({ edit: { messageId, text: 'đúng' } });
    expect(item().message_edit).toEqual({ mid: messageId, text: 'đúng', num_edit: '1' });
    await say({ delete: { messageId } });
    expect(item().message).toEqual({ mid: messageId, is_deleted: true });
  });
});

describe('taps', () => {
  const reply = { content_type: 'text', title: 'Có', payload: 'p:1' };
  beforeEach(() => say({ text: 'xin chào' }));

  it('on a quick reply are a message with its payload', async () => {
    await send({ text: 'Chọn', quick_replies: [reply] });
    await say({ tap: 'Có' });
    expect(item().message).toEqual({ mid, text: 'Có', quick_reply: { payload: 'p:1' } });
  });
  it('on a quick reply are gone after the next message', async () => {
    await send({ text: 'Chọn', quick_replies: [reply] });
    await say({ text: 'gõ tay' });
    expect((await stage.ask('say', { platform: 'messenger', user, tap: 'Có' })).status).toBe(409);
  });
  it('on a button are a postback, also much later', async () => {
    const button = { type: 'postback', title: 'Có', payload: 'p:2' };
    await send({
      attachment: { type: 'template', payload: { template_type: 'button', text: 'Chọn', buttons: [button] } },
    });
    await say({ text: 'chuyện khác' });
    await say({ tap: 'Có' });
    expect(item().postback).toEqual({ mid, title: 'Có', payload: 'p:2' });
  });
});

describe('several people at once', () => {
  it('come in one POST with one entry each', async () => {
    const { id: other } = await stage.api('people', { platform: 'messenger' });
    await stage.api('say', [
      { platform: 'messenger', user, text: 'một' },
      { platform: 'messenger', user: other, text: 'hai' },
    ]);
    expect(stage.product.received).toHaveLength(1);
    expect(last()?.body.entry.map((one: { messaging: { sender: object }[] }) => one.messaging[0]?.sender)).toEqual([
      { id: user },
      { id: other },
    ]);
  });
});

describe('what the Page hears of its own messages', () => {
  it('the echo with our metadata and the delivery', async () => {
    await say({ text: 'xin chào' });
    await stage.api('settings', { receipts: true });
    const { body } = await send({ text: 'Chào', metadata: 'out-1' });
    await stage.product.until(2);
    const items = last()?.body.entry.map((one: { messaging: object[] }) => one.messaging[0]);
    expect(items).toMatchObject([
      {
        sender: { id: page.pageId },
        recipient: { id: user },
        message: { is_echo: true, mid: body.message_id, app_id: page.appId, metadata: 'out-1', text: 'Chào' },
      },
      { sender: { id: user }, delivery: { mids: [body.message_id] } },
    ]);
  });
  it('reading is a watermark', async () => {
    await say({ text: 'xin chào' });
    await send({ text: 'Chào' });
    await say({ seen: true });
    expect(item().read).toEqual({ watermark: start });
  });
  it('an official who writes by hand has another app id and no metadata', async () => {
    await stage.api('official', { platform: 'messenger', user, text: 'Tôi là cán bộ' });
    expect(item().message).toMatchObject({ is_echo: true, app_id: '263902037430900' });
    expect(item().message).not.toHaveProperty('metadata');
  });
});

describe('asking Meta to delete', () => {
  it('calls the product with a signed request about another id than the chat knows', async () => {
    stage.product.answer((_, response) => response.end('{"url":"https://example.org","confirmation_code":"c1"}'));
    expect((await say({ withdraw: true })).webhook).toMatchObject({ status: 200 });
    expect(last()?.path).toBe('/deletion');
    const signed = new URLSearchParams(last()?.raw).get('signed_request') ?? '';
    const payload = JSON.parse(Buffer.from(signed.split('.')[1] ?? '', 'base64url').toString());
    expect(payload).toMatchObject({ algorithm: 'HMAC-SHA256', issued_at: start / 1000 });
    expect(payload.user_id).not.toBe(user);
    expect(signed).toBe(signedRequest(page, payload));
  });
});
