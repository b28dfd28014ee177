/** What a Page may set as its Messenger profile, and what the phone does with it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const set = (profile: unknown) => stage.graph('/me/messenger_profile', profile);
const get_started = { payload: 'START' };
const item = { type: 'postback', title: 'Khảo sát', payload: 'S' };
const menu = (actions: object[], locale = 'default') => [
  { locale, composer_input_disabled: false, call_to_actions: actions },
];
const question = { question: 'Tôi muốn góp ý', payload: 'Q' };
const many = (count: number, one: object) => Array.from({ length: count }, () => one);

const cases: [label: string, profile: object, accepted: boolean][] = [
  ['get started', { get_started }, true],
  ['get started without payload', { get_started: {} }, false],
  ['a greeting', { greeting: [{ locale: 'default', text: 'Chào {{user_first_name}}!' }] }, true],
  ['a greeting of 161 characters', { greeting: [{ locale: 'default', text: 'a'.repeat(161) }] }, false],
  ['a greeting without a default', { greeting: [{ locale: 'en_US', text: 'Hello' }] }, false],
  ['a menu with get started', { get_started, persistent_menu: menu([item]) }, true],
  ['a menu alone', { persistent_menu: menu([item]) }, false],
  ['a menu without a default', { get_started, persistent_menu: menu([item], 'vi_VN') }, false],
  [
    'a menu title of 31 characters',
    { get_started, persistent_menu: menu([{ ...item, title: 'a'.repeat(31) }]) },
    false,
  ],
  ['20 menu entries', { get_started, persistent_menu: menu(many(20, item)) }, true],
  ['21 menu entries', { get_started, persistent_menu: menu(many(21, item)) }, false],
  ['4 ice breakers', { ice_breakers: many(4, question) }, true],
  ['5 ice breakers', { ice_breakers: many(5, question) }, false],
  ['ice breakers by locale', { ice_breakers: [{ locale: 'default', call_to_actions: [question] }] }, true],
  ['ice breakers without a default', { ice_breakers: [{ locale: 'vi_VN', call_to_actions: [question] }] }, false],
  ['something unknown', { wallpaper: 'red' }, false],
  ['nothing', {}, false],
];
it.each(cases)('%s', async (_, profile, accepted) => {
  const { body } = await set(profile);
  if (accepted) expect(body).toEqual({ result: 'success' });
  else expect(body.error.code).toBe(100);
});

it('is read back and erased field by field, get started last', async () => {
  await set({ get_started, persistent_menu: menu([item]) });
  expect((await stage.graph('/me/messenger_profile?fields=get_started')).body).toEqual({ data: [{ get_started }] });
  const erase = async (fields: string) => {
    const url = `${stage.addresses.graph}/me/messenger_profile?fields=${fields}&appsecret_proof=${(await import('./stage.js')).proof}`;
    return (await fetch(url, { method: 'DELETE', headers: { authorization: 'Bearer page-token' } })).status;
  };
  expect(await erase('get_started')).toBe(400);
  expect(await erase('persistent_menu,get_started')).toBe(200);
  expect((await stage.graph('/me/messenger_profile')).body).toEqual({ data: [] });
});

describe('on the phone', () => {
  const say = (act: object) => stage.ask('say', { platform: 'messenger', ...act });
  const postback = () => stage.product.received.at(-1)?.body.entry[0].messaging[0].postback;
  it('get started brings the referral of the link', async () => {
    await set({ get_started });
    await say({ getStarted: { ref: 'qr-7', title: 'Bắt đầu' } });
    expect(postback()).toMatchObject({ payload: 'START', title: 'Bắt đầu', referral: { ref: 'qr-7' } });
  });
  it('menu and ice breakers are postbacks', async () => {
    await set({ get_started, persistent_menu: menu([item]), ice_breakers: [question] });
    await say({ menu: 'Khảo sát' });
    expect(postback()).toMatchObject({ title: 'Khảo sát', payload: 'S' });
    await say({ iceBreaker: 'Tôi muốn góp ý' });
    expect(postback()).toMatchObject({ title: 'Tôi muốn góp ý', payload: 'Q' });
  });
  it('what is not set can not be tapped', async () => {
    for (const act of [{ getStarted: true }, { menu: 'S' }, { iceBreaker: 'Q' }])
      expect((await say(act)).status).toBe(409);
  });
});
