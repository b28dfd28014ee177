/** Webhooks that are not answered 200 come again at the documented times, and then no more. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(() => stage.again());

const minute = 60_000;
const say = (platform: string, text = 'xin chào') => stage.say({ platform, text });
const enabled = async (platform: string) => (await stage.api('state')).webhooks.enabled[platform];
const tick = async (platform: string) => (await stage.api(`chat?platform=${platform}`)).at(-1).status;

/** When the tries come, in ms after the first one. */
const schedules: [platform: string, times: number[]][] = [
  ['zalo', [0, 0.5, 5.5, 20.5, 50.5, 110.5].map((minutes) => minutes * minute)],
  ['messenger', [0, 0.25, 1.25, 5.25, 20.25, 60.25].map((minutes) => minutes * minute)],
];
describe.each(schedules)('%s', (platform, times) => {
  it('tries at each documented time and not before', async () => {
    stage.product.answer(500);
    await say(platform);
    let now = 0;
    for (const [tries, time] of times.entries()) {
      if (tries === 0) continue;
      await stage.advance(time - now - 1);
      expect(stage.product.received).toHaveLength(tries);
      await stage.advance(1);
      expect(stage.product.received).toHaveLength(tries + 1);
      now = time;
    }
  });
  it('plays the whole schedule when a day passes at once, with the tries counted and the bytes the same', async () => {
    stage.product.answer(500);
    await say(platform);
    await stage.advance(24 * 60 * minute);
    const { received } = stage.product;
    expect(received.map(({ headers }) => headers.num_retry)).toEqual([undefined, '1', '2', '3', '4', '5']);
    expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
  });
  it('is switched off after the last try, says nothing more, and can be switched on again', async () => {
    stage.product.answer(500);
    await say(platform);
    await stage.advance(24 * 60 * minute);
    expect(await enabled(platform)).toBe(false);
    stage.product.answer(200);
    expect((await say(platform)).webhook).toMatchObject({ dropped: true });
    await stage.api('webhooks', { enabled: { [platform]: true } });
    expect((await say(platform)).webhook.status).toBe(200);
  });
  it('stops once a try is answered 200', async () => {
    stage.product.answer(503);
    await say(platform);
    expect(await tick(platform)).toBe('waiting');
    stage.product.answer(200);
    await stage.advance(24 * 60 * minute);
    expect(stage.product.received).toHaveLength(2);
    expect(await tick(platform)).toBe('delivered');
    expect(await enabled(platform)).toBe(true);
  });
  it.each([201, 204, 302, 401])('%i is not 200', async (status) => {
    stage.product.answer(status);
    await say(platform);
    await stage.advance(minute);
    expect(stage.product.received).toHaveLength(2);
  });
});

it('an answer that takes too long is no answer', async () => {
  const hurried = await openStage({ answerWithinMs: { zalo: 400 } });
  hurried.product.answer(() => {});
  expect((await hurried.say({ platform: 'zalo', text: 'xin chào' })).webhook.status).toBe(0);
  hurried.product.answer(200);
  await hurried.advance(minute);
  expect(hurried.product.received).toHaveLength(2);
  await hurried.close();
});

it('the pauses can be shortened', async () => {
  await stage.api('webhooks', { retryGapsMs: { zalo: [10, 10] } });
  stage.product.answer(500);
  await say('zalo');
  await stage.advance(20);
  expect(stage.product.received).toHaveLength(3);
  expect(await enabled('zalo')).toBe(false);
});

describe('saving an address', () => {
  const save = (body: object) => stage.ask('webhooks', body);
  it('Zalo asks with an unsigned empty object and wants 200', async () => {
    expect((await save({ zalo: `${stage.product.url}/new` })).status).toBe(200);
    expect(stage.product.received).toMatchObject([{ path: '/new', raw: '{}' }]);
    expect(stage.product.received[0]?.headers).not.toHaveProperty('x-zevent-signature');
    stage.product.answer(404);
    expect((await save({ zalo: `${stage.product.url}/other` })).status).toBe(409);
    stage.product.answer(200);
    await say('zalo');
    expect(stage.product.received.at(-1)?.path).toBe('/new');
  });
  it('Meta wants its challenge back', async () => {
    stage.product.answer(({ path }, response) => {
      const query = new URL(path, 'http://x').searchParams;
      response.end(query.get('hub.verify_token') === 'say-friend' ? query.get('hub.challenge') : '');
    });
    expect((await save({ messenger: `${stage.product.url}/new` })).status).toBe(200);
    stage.product.answer(200);
    expect((await save({ messenger: `${stage.product.url}/other` })).status).toBe(409);
  });
});
