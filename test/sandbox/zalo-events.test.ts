/** Which event each act on the Zalo phone becomes, and how it is signed. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signZalo } from '../../sandbox/zalo/signature.js';
import { oa, openStage, type Stage, start } from './stage.js';

let stage: Stage;
let user: string;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.again();
  ({ id: user } = await stage.api('people', { platform: 'zalo' }));
});

const say = (act: Record<string, unknown>) => stage.say({ platform: 'zalo', user, ...act });
const last = () => stage.product.received.at(-1);
const received = async () => {
  await stage.product.until(1);
  return last() ?? expect.fail('nothing came');
};
const id = expect.stringMatching(/.+/);
const url = expect.stringMatching(/^http:.*\.(jpg|png)$/);

it('signs with plain SHA-256 over app id, body, timestamp and key', () => {
  const body =
    '{"app_id":"360846524940903967","event_name":"user_send_text","message":{"text":"Chào bạn","msg_id":"m1"},"timestamp":"154390853474"}';
  expect(signZalo({ ...oa, oaSecretKey: 'test-oa-secret' }, body, '154390853474')).toBe(
    'mac=c84e6a94034958111c7cdccfb63f4a52da3b93742715b50ee5a8cc5ad7902a95',
  );
});

it('signs the very bytes it sends', async () => {
  await say({ text: 'Đường "hỏng" / ngập 🙂' });
  const { raw, headers, body } = await received();
  const mac = createHash('sha256')
    .update(oa.appId + raw + body.timestamp + oa.oaSecretKey)
    .digest('hex');
  expect(headers['x-zevent-signature']).toBe(`mac=${mac}`);
});

const attachment = (type: string, payload: object) => ({ message: { msg_id: id, attachments: [{ type, payload }] } });
const acts: [label: string, act: Record<string, unknown>, event: string, fields: object][] = [
  ['a text', { text: 'xin chào' }, 'user_send_text', { message: { text: 'xin chào', msg_id: id } }],
  ['a photo', { photo: true }, 'user_send_image', attachment('image', { url, thumbnail: url })],
  ['a sticker', { sticker: true }, 'user_send_sticker', attachment('sticker', { url, id })],
  ['a voice message', { audio: true }, 'user_send_audio', attachment('audio', { url })],
  ['a video', { video: true }, 'user_send_video', attachment('video', { url })],
  ['a file', { file: true }, 'user_send_file', attachment('file', { name: id, type: 'pdf' })],
  [
    'a place, with coordinates as texts',
    { location: { latitude: 10.5, longitude: 106.25 } },
    'user_send_location',
    attachment('location', { coordinates: { latitude: '10.5', longitude: '106.25' } }),
  ],
  [
    'sharing information',
    { info: { name: 'A', phone: '84912' } },
    'user_submit_info',
    { info: { name: 'A', phone: '84912' } },
  ],
  ['a reaction', { react: { messageId: 'm1' } }, 'user_reacted_message', { message: { msg_id: 'm1', react_icon: id } }],
];
describe('what a person sends', () => {
  it.each(acts)('%s', async (_, act, event, fields) => {
    await say(act);
    expect(last()?.body).toMatchObject({
      app_id: oa.appId,
      sender: { id: user },
      recipient: { id: oa.oaId },
      event_name: event,
      timestamp: String(start),
      ...fields,
    });
  });
});

const relations: [act: string, event: string, fields: () => object][] = [
  ['follow', 'follow', () => ({ follower: { id: user }, source: 'oa_profile' })],
  ['unfollow', 'unfollow', () => ({ follower: { id: user } })],
  ['chatNow', 'user_click_chatnow', () => ({ user_id: user })],
  ['withdraw', 'user_withdraw', () => ({ user_id: user })],
];
describe('what is between a person and the OA', () => {
  it.each(relations)('%s', async (act, event, fields) => {
    await say({ [act]: true });
    expect(last()?.body).toMatchObject({ oa_id: oa.oaId, event_name: event, ...fields() });
  });
});

describe('taps', () => {
  const offer = (type: string, payload: unknown) =>
    stage.zalo('/v3.0/oa/message/cs', {
      recipient: { user_id: user },
      message: {
        text: 'Chọn',
        attachment: { type: 'template', payload: { buttons: [{ title: 'Có', type, payload }] } },
      },
    });
  beforeEach(() => say({ text: 'xin chào' }));

  it('come back as an ordinary text that is the payload', async () => {
    await offer('oa.query.hide', '#sv:1');
    await say({ tap: 'Có' });
    expect(last()?.body).toMatchObject({ event_name: 'user_send_text', message: { text: '#sv:1' } });
  });
  it('show in the chat only when the button says so', async () => {
    await offer('oa.query.hide', '#ẩn');
    await say({ tap: '#ẩn' });
    await offer('oa.query.show', 'Đồng ý');
    await say({ tap: 'Đồng ý' });
    const chat: { kind: string; text: string }[] = await stage.api(`chat?platform=zalo&user=${user}`);
    expect(chat.filter(({ text }) => text === '#ẩn').map(({ kind }) => kind)).toEqual(['hidden']);
    expect(chat.at(-1)).toMatchObject({ kind: 'text', text: 'Đồng ý' });
  });
  it('stay possible for ever', async () => {
    await offer('oa.query.hide', '#cũ');
    await say({ text: 'chuyện khác' });
    await stage.advance(30 * 24 * 3_600_000);
    await say({ tap: 'Có' });
    expect(last()?.body.message.text).toBe('#cũ');
  });
  it('on links and phone numbers stay on the phone', async () => {
    await offer('oa.open.url', { url: 'https://example.org' });
    const before = stage.product.received.length;
    expect((await say({ tap: 'Có' })).webhook).toBeNull();
    expect(stage.product.received).toHaveLength(before);
  });
  it('need a button to tap', async () => {
    expect((await stage.ask('say', { platform: 'zalo', user, tap: 'Không có' })).status).toBe(409);
  });
});

describe('what the OA hears of its own messages', () => {
  const send = () => stage.zalo('/v3.0/oa/message/cs', { recipient: { user_id: user }, message: { text: 'Chào' } });
  it('the echo and the receipt, after the call was answered', async () => {
    await say({ text: 'xin chào' });
    await stage.api('settings', { receipts: true });
    const { body } = await send();
    await stage.product.until(3);
    const msg_id = body.data.message_id;
    expect(stage.product.received.slice(1).map((one) => one.body)).toMatchObject([
      {
        event_name: 'oa_send_text',
        sender: { id: oa.oaId },
        recipient: { id: user },
        message: { msg_id, text: 'Chào' },
      },
      { event_name: 'user_received_message', sender: { id: user }, message: { msg_id } },
    ]);
  });
  it('what the person has seen, once', async () => {
    await say({ text: 'xin chào' });
    const { body } = await send();
    await say({ seen: true });
    expect(last()?.body).toMatchObject({
      event_name: 'user_seen_message',
      message: { msg_ids: [body.data.message_id] },
    });
    expect((await say({ seen: true })).webhook).toBeNull();
  });
  it('an official who writes by hand is known by the admin id', async () => {
    await stage.api('official', { platform: 'zalo', user, text: 'Tôi là cán bộ' });
    expect(last()?.body).toMatchObject({ event_name: 'oa_send_text', sender: { id: oa.oaId, admin_id: id } });
  });
});
