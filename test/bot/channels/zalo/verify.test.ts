import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ZaloAccount } from '../../../../bot/channels/zalo/account.js';
import { verify } from '../../../../bot/channels/zalo/verify.js';
import { oa, oaId } from './accounts.js';

const now = 1763769600000;
const appId = '360846524940903967';
const event = (over: object = {}) =>
  JSON.stringify({
    app_id: appId,
    recipient: { id: oaId },
    event_name: 'user_send_text',
    timestamp: `${now}`,
    ...over,
  });

/** The formula, written once more and apart from the code: SHA-256 of first term, body, timestamp and key. */
const macOf = (body: string, { first = appId, timestamp = `${now}`, key = 'test-oa-secret' } = {}) =>
  createHash('sha256').update(`${first}${body}${timestamp}${key}`).digest('hex');

interface Request {
  body?: string;
  signature?: string | undefined;
  headers?: Record<string, string>;
  accounts?: ZaloAccount[];
  at?: number;
}
const verdictOn = ({ body = event(), signature, headers = {}, accounts = [oa()], at = now }: Request) =>
  verify(
    {
      body: Buffer.from(body),
      headers: { ...headers, ...(signature !== undefined && { 'x-zevent-signature': signature }) },
    },
    accounts,
    at,
  );

describe('the published formula', () => {
  const body = `{"app_id":"${appId}","event_name":"user_send_text","message":{"text":"Chào bạn","msg_id":"m1"},"timestamp":"154390853474"}`;
  const mac = 'c84e6a94034958111c7cdccfb63f4a52da3b93742715b50ee5a8cc5ad7902a95';

  test.each([
    ['as it is sent', `mac=${mac}`],
    ['with the spaces of the documents', `mac = ${mac}`],
    ['in capitals', `MAC=${mac.toUpperCase()}`],
    ['with space around', `  mac=${mac}  `],
    ['without the name', mac],
  ])('%s', (_label, signature) => {
    expect(verdictOn({ body, signature, at: 154390853474 + 1000 })).toEqual({ ok: true });
  });
});

describe('refused', () => {
  const good = `mac=${macOf(event())}`;
  test.each<[string, Request, string]>([
    ['no signature', {}, 'missing'],
    ['an empty signature', { signature: '' }, 'missing'],
    ['a signature of another body', { body: event({ event_name: 'follow' }), signature: good }, 'wrong'],
    ['the same body written with one more space', { body: `${event()} `, signature: good }, 'wrong'],
    ['one made with the app secret', { signature: `mac=${macOf(event(), { key: 'test-app-secret' })}` }, 'wrong'],
    [
      'one that begins with the OA, while the app is pinned',
      { signature: `mac=${macOf(event(), { first: oaId })}` },
      'wrong',
    ],
    ['one cut short', { signature: good.slice(0, -2) }, 'wrong'],
    ['one that is not hexadecimal', { signature: `mac=${'z'.repeat(64)}` }, 'wrong'],
    ["Messenger's form", { signature: `sha256=${macOf(event())}` }, 'wrong'],
    [
      'an app that is not ours',
      { body: event({ app_id: '1' }), signature: `mac=${macOf(event({ app_id: '1' }), { first: '1' })}` },
      'no-account',
    ],
    ['no account connected', { signature: good, accounts: [] }, 'no-account'],
    ['an event older than the last retry', { signature: good, at: now + 181 * 60_000 }, 'stale'],
  ])('%s', (_label, request, reason) => {
    expect(verdictOn(request)).toEqual({ ok: false, probe: false, reason });
  });

  test('the stale one only by the setting', () => {
    const accounts = [oa({ maxEventAgeMinutes: 12 * 60 })];
    expect(verdictOn({ signature: good, accounts, at: now + 181 * 60_000 })).toEqual({ ok: true });
    expect(verdictOn({ signature: good, at: now + 111 * 60_000 })).toEqual({ ok: true });
  });

  it('any other signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (bytes, other) => {
        const refused = { ok: false, probe: false };
        expect(verdictOn({ signature: `mac=${Buffer.from(bytes).toString('hex')}` })).toMatchObject(refused);
        expect(verdictOn({ signature: other })).toMatchObject(refused);
      }),
    );
  });
});

describe('the probe when the address is saved', () => {
  test.each(['', '{}', ' { } \n'])('unsigned "%s" is answered and not processed', (body) => {
    expect(verdictOn({ body, accounts: [] })).toEqual({ ok: false, probe: true });
  });

  test.each(['[]', '{"a":1}', 'null', `${' '.repeat(100)}{}`])('unsigned "%s" is no probe', (body) => {
    expect(verdictOn({ body })).toMatchObject({ probe: false, reason: 'missing' });
  });
});

describe('several accounts', () => {
  const hanoi = oa({ accountId: '1001' });
  const hue = oa({ accountId: '1002' });
  const otherApp = oa({ accountId: '1003', appId: '555', oaSecretKey: 'another-key' });
  const accounts = [hanoi, hue, otherApp];

  test.each<[string, object]>([
    ['named as recipient', { recipient: { id: '1002' } }],
    ['named as sender', { sender: { id: '1002' }, recipient: { id: '9' } }],
    ['named on top', { oa_id: '1002', recipient: undefined }],
    [
      'an OA of our app that is not connected: refusing would switch the webhook off for all',
      { recipient: { id: '1009' } },
    ],
    ['a list of events', {}],
  ])('%s', (label, over) => {
    const body = label === 'a list of events' ? `[${event(over)}]` : event(over);
    expect(verdictOn({ body, signature: macOf(body), accounts })).toEqual({ ok: true });
  });

  it('each app has its own key', () => {
    const body = event({ app_id: '555', recipient: { id: '1003' } });
    expect(verdictOn({ body, signature: macOf(body, { first: '555', key: 'another-key' }), accounts })).toEqual({
      ok: true,
    });
    expect(verdictOn({ body, signature: macOf(body, { first: '555' }), accounts })).toMatchObject({ reason: 'wrong' });
  });

  it('a thousand of one app are as quick as one', () => {
    const many = Array.from({ length: 1000 }, (_, index) => oa({ accountId: `2${index}` }));
    const body = event({ filler: 'x'.repeat(1_000_000) });
    const started = performance.now();
    verdictOn({ body, signature: 'f'.repeat(64), accounts: many });
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('finding out which form Zalo uses', () => {
  const header = { 'x-zevent-timestamp': '1763769599999' };
  test.each([
    ['app_id+body', {}],
    ['oa_id+body', { first: oaId }],
    ['app_id+header', { timestamp: '1763769599999' }],
    ['oa_id+header', { first: oaId, timestamp: '1763769599999' }],
  ])('%s', (how, form) => {
    const request = { signature: macOf(event(), form), headers: header };
    expect(verdictOn({ ...request, accounts: [oa({ mac: 'detect' })] })).toEqual({ ok: true, how });
    const [macFirstTerm, timestampFrom] = how.split('+') as ['app_id', 'body'];
    expect(verdictOn({ ...request, accounts: [oa({ macFirstTerm, timestampFrom })] })).toEqual({ ok: true });
    const [wrongTerm, wrongTime] =
      macFirstTerm === 'app_id' ? (['oa_id', 'body'] as const) : (['app_id', 'body'] as const);
    expect(
      verdictOn({ ...request, accounts: [oa({ macFirstTerm: wrongTerm, timestampFrom: wrongTime })] }),
    ).toMatchObject({ ok: false });
  });

  test.each([
    ['missing', undefined],
    ['wrong', 'f'.repeat(64)],
  ])('report-only answers a %s signature kindly and processes nothing', (reason, signature) => {
    expect(verdictOn({ signature, accounts: [oa({ reportOnly: true })] })).toEqual({ ok: false, probe: true, reason });
  });
});

describe('a body that is signed but broken is let through, to be kept', () => {
  test.each([
    ['cut off', `{"app_id":"${appId}","timestamp":"${now}","event_name":"user_se`, `${now}`],
    ['without a time', `{"app_id":"${appId}","event_name":"user_se`, ''],
    ['not even the beginning of JSON', 'what is this', ''],
    ['JSON, but no event', '[1,2]', ''],
  ])('%s', (_label, body, timestamp) => {
    expect(verdictOn({ body, signature: macOf(body, { timestamp }) })).toEqual({ ok: true });
    expect(verdictOn({ body, signature: macOf(body, { timestamp, key: 'x' }) })).toMatchObject({ reason: 'wrong' });
  });

  it('and never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const headers = { 'x-zevent-signature': ['mac=', 'f'.repeat(64)].join('') };
        expect(verify({ body: Buffer.from(bytes), headers }, [oa()], now)).toMatchObject({ ok: false });
      }),
    );
  });
});
