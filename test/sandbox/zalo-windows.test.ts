/** When the fake Zalo lets an OA write, on a clock that is moved. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hour, openStage, type Stage } from './stage.js';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ paidQuota: 2 });
});
afterEach(() => stage.close());

const send = (user: string, text = 'Chào anh/chị') =>
  stage.zalo('/v3.0/oa/message/cs', { recipient: { user_id: user }, message: { text } }, { access_token: token });
let token = 'first-access';
/** Tokens live 25 h and the windows are longer: a new pair whenever time passed. */
async function pass(ms: number): Promise<void> {
  await stage.advance(ms);
  const form = { app_id: '360846524940903967', grant_type: 'refresh_token', refresh_token: refresh };
  const { body } = await stage.oauth(form);
  ({ access_token: token, refresh_token: refresh } = body);
}
let refresh = 'first-refresh';
beforeEach(() => {
  token = 'first-access';
  refresh = 'first-refresh';
});

const table: [label: string, after: number, error: number, quota: string | undefined][] = [
  ['at once', 0, 0, 'sub_quota'],
  ['after 48 h', 48 * hour, 0, 'sub_quota'],
  ['after 49 h: paid', 49 * hour, 0, 'purchase_quota'],
  ['after 7 days: paid', 168 * hour, 0, 'purchase_quota'],
  ['after 7 days and an hour', 169 * hour, -230, undefined],
];
describe('after a text', () => {
  it.each(table)('%s', async (_, after, error, quota) => {
    const user = await stage.acquaintance('zalo');
    await pass(after);
    const { body } = await send(user);
    expect([body.error, body.data?.quota.quota_type]).toEqual([error, quota]);
  });
});

const acts: [label: string, act: Record<string, unknown>, opens: boolean][] = [
  ['a text', { text: 'xin chào' }, true],
  ['a photo', { photo: true }, true],
  ['a place', { location: true }, true],
  ['a sticker', { sticker: true }, true],
  ['following', { follow: true }, true],
  ['"chat now"', { chatNow: true }, true],
  ['sharing name and phone', { info: {} }, true],
  ['looking at messages', { seen: true }, false],
  ['unfollowing', { unfollow: true }, false],
  ['withdrawing', { withdraw: true }, false],
];
describe('what opens the window', () => {
  it.each(acts)('%s', async (_, act, opens) => {
    const { id } = await stage.api('people', { platform: 'zalo' });
    expect((await send(id)).body.error).toBe(-213);
    await stage.say({ platform: 'zalo', user: id, ...act });
    expect((await send(id)).body.error).toBe(opens ? 0 : -213);
  });
});

it('a person who blocked the OA gets nothing until they unblock it', async () => {
  const user = await stage.acquaintance('zalo');
  await stage.say({ platform: 'zalo', user, block: true });
  expect((await send(user)).body.error).toBe(-217);
  await stage.say({ platform: 'zalo', user, unblock: true });
  expect((await send(user)).body.error).toBe(0);
});

it('paid messages end with the package', async () => {
  const user = await stage.acquaintance('zalo');
  await pass(50 * hour);
  const answers = [await send(user), await send(user), await send(user)];
  expect(answers.map(({ body }) => [body.error, body.data?.quota.remain])).toEqual([
    [0, '1'],
    [0, '0'],
    [-211, undefined],
  ]);
});

it('more than 4,000 calls a minute are too fast, and the next minute is a new one', async () => {
  await stage.close();
  stage = await openStage({ rates: { zaloPerMinute: 2 } });
  const user = await stage.acquaintance('zalo');
  const codes = [await send(user), await send(user), await send(user)].map(({ body }) => body.error);
  await stage.advance(60_000);
  expect([...codes, (await send(user)).body.error]).toEqual([0, 0, -32, 0]);
});
