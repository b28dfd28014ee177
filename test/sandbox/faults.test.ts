/** What can be made to go wrong, for the next calls or for a share of all. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStage, type Stage } from './stage.js';

let stage: Stage;
let user: string;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.again();
  user = await stage.acquaintance('zalo');
});

const send = (text = 'Chào') => stage.zalo('/v3.0/oa/message/cs', { recipient: { user_id: user }, message: { text } });
const arrived = async () => (await stage.api(`sent?user=${user}&outcome=accepted`)).items.length;

/** What the caller sees, and whether the person got the message all the same. */
const cases: [kind: string, more: object, seen: unknown, sent: number][] = [
  ['rate-limited', { retryAfterSeconds: 7 }, [429, '7'], 0],
  ['server-error', {}, [500, null], 0],
  ['html', {}, [502, null], 0],
  ['empty', {}, [200, null], 1],
  ['wrong-json', {}, [200, null], 1],
  ['half-body', {}, 'broken', 1],
  ['reset-before', {}, 'broken', 0],
  ['reset-after', {}, 'broken', 1],
  ['token-expired', {}, -220, 0],
  ['code', { code: -211 }, -211, 0],
  ['server-error', { accepted: true }, [500, null], 1],
  ['reset-after', { accepted: false }, 'broken', 0],
];
it.each(cases)('%s %o', async (kind, more, seen, sent) => {
  await stage.api('faults', { platform: 'zalo', kind, ...more });
  const outcome = await send().then(
    ({ status, headers, body }) => body?.error ?? [status, headers.get('retry-after')],
    () => 'broken',
  );
  expect([outcome, await arrived()]).toEqual([seen, sent]);
  expect((await send()).body.error).toBe(0);
});

it('hangs until the caller gives up', async () => {
  await stage.api('faults', { kind: 'hang' });
  const url = `${stage.addresses.zalo}/v2.0/oa/getoa`;
  await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
  expect((await stage.zalo('/v2.0/oa/getoa')).body.error).toBe(0);
});

it('a call that hangs does not keep the sandbox from closing', async () => {
  await stage.api('faults', { kind: 'hang' });
  const hanging = fetch(`${stage.addresses.zalo}/v2.0/oa/getoa`).catch(() => 'let go');
  await stage.api('clock');
  await stage.close();
  expect(await hanging).toBe('let go');
  stage = await openStage();
});

describe('which calls', () => {
  const getoa = async () => (await stage.zalo('/v2.0/oa/getoa')).status;
  it('the next three', async () => {
    await stage.api('faults', { kind: 'server-error', next: 3 });
    expect([await getoa(), await getoa(), await getoa(), await getoa()]).toEqual([500, 500, 500, 200]);
  });
  it('of one platform only', async () => {
    await stage.api('faults', { kind: 'server-error', platform: 'messenger' });
    expect([await getoa(), (await stage.graph('/me')).status]).toEqual([200, 500]);
  });
  it('of one path only', async () => {
    await stage.api('faults', { kind: 'server-error', path: 'message/cs' });
    expect([await getoa(), (await send()).status]).toEqual([200, 500]);
  });
  it('a share of all, until it is taken away', async () => {
    const dice = [0.9, 0.1, 0.4, 0.6];
    await stage.close();
    stage = await openStage({ random: () => dice.shift() ?? 0.99 });
    dice.splice(0, dice.length, 0.9, 0.1, 0.4, 0.6);
    await stage.api('faults', { kind: 'server-error', share: 0.5 });
    expect([await getoa(), await getoa(), await getoa(), await getoa()]).toEqual([200, 500, 500, 200]);
    await fetch(`${stage.url}/api/faults`, { method: 'DELETE' });
    expect(await stage.api('faults')).toEqual([]);
  });
  it('an unknown one is refused with the list of those there are', async () => {
    const { status, body } = await stage.ask('faults', { kind: 'fire' });
    expect(status).toBe(409);
    expect(body.message).toContain('reset-after');
  });
  it("Meta's own errors come in Meta's words", async () => {
    await stage.api('faults', { platform: 'messenger', kind: 'code', code: 10, subcode: 1893063 });
    expect((await stage.graph('/me')).body.error).toMatchObject({ code: 10, error_subcode: 1893063 });
    await stage.api('faults', { platform: 'messenger', kind: 'token-expired' });
    expect((await stage.graph('/me')).body.error).toMatchObject({ code: 190, error_subcode: 463 });
  });
});

describe('webhooks', () => {
  const say = (text: string) => stage.say({ platform: 'zalo', user, text });
  const texts = () => stage.product.received.slice(1).map(({ body }) => body.message.text);
  const fault = (kind: string, more = {}) => stage.api('faults', { kind, ...more });

  it('duplicate: the same bytes twice', async () => {
    await fault('duplicate');
    await say('một');
    await say('hai');
    expect(texts()).toEqual(['một', 'một', 'hai']);
  });
  it('reorder: after the next one', async () => {
    await fault('reorder');
    expect((await say('một')).webhook.held).toBe('reorder');
    await say('hai');
    expect(texts()).toEqual(['hai', 'một']);
  });
  it('reorder: on its own when nothing follows', async () => {
    await fault('reorder');
    await say('một');
    await stage.advance(10_000);
    expect(texts()).toEqual(['một']);
  });
  it('delay: later, by the sandbox clock', async () => {
    await fault('delay', { ms: 60_000 });
    await say('một');
    await say('hai');
    await stage.advance(60_000);
    expect(texts()).toEqual(['hai', 'một']);
  });
  it('lost: only the second delivery arrives', async () => {
    await fault('lost');
    await say('một');
    expect(texts()).toEqual([]);
    await stage.advance(30_000);
    expect(texts()).toEqual(['một']);
  });
  it('wrong-signature: looks right and is not; the redelivery is', async () => {
    await say('đúng');
    const right = stage.product.received.at(-1);
    await fault('wrong-signature');
    stage.product.answer(401);
    await say('sai');
    const wrong = stage.product.received.at(-1);
    stage.product.answer(200);
    await stage.advance(30_000);
    const again = stage.product.received.at(-1);
    const signature = (one: typeof wrong) => String(one?.headers['x-zevent-signature']);
    expect(signature(wrong)).toHaveLength(signature(right).length);
    expect(again?.raw).toBe(wrong?.raw);
    expect(signature(again)).not.toBe(signature(wrong));
  });
});

describe('anything at all as a webhook', () => {
  const event = (body: object) => stage.ask('event', body);
  it('signed rightly', async () => {
    const { body } = await event({ platform: 'zalo', body: { event_name: 'brand_new', timestamp: '5' } });
    expect(body.status).toBe(200);
    expect(stage.product.received.at(-1)?.headers).toHaveProperty('x-zevent-signature');
  });
  it('bytes that are no JSON', async () => {
    await event({ platform: 'messenger', body: '{"object":' });
    expect(stage.product.received.at(-1)?.raw).toBe('{"object":');
    expect(stage.product.received.at(-1)?.headers).toHaveProperty('x-hub-signature-256');
  });
  it('signed wrongly or not at all', async () => {
    await event({ platform: 'zalo', body: {}, signature: 'missing' });
    expect(stage.product.received.at(-1)?.headers).not.toHaveProperty('x-zevent-signature');
    await event({ platform: 'messenger', body: {}, signature: 'wrong' });
    expect(stage.product.received.at(-1)?.headers['x-hub-signature-256']).toMatch(/^sha256=[0-9a-f]{64}$/);
  });
});
