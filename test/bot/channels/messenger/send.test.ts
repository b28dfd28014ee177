import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SendContext } from '../../../../bot/channels/contract.js';
import { createHttp } from '../../../../bot/channels/http.js';
import type { Secrets, Settings } from '../../../../bot/channels/messenger/account.js';
import { channel } from '../../../../bot/channels/messenger/index.js';
import { page } from './accounts.js';
import { type Answer, startGraph } from './graph-server.js';

let graph: Awaited<ReturnType<typeof startGraph>>;
let context: SendContext<Secrets, Settings>;
const client = createHttp();
const proof = '1ffbd1de283674b73b070b72f8e9d46c5ed998bd8a6b715fe09a7dc0abdb91e0';

beforeAll(async () => {
  graph = await startGraph();
  context = {
    http: (request) => client.http({ ...request, timeoutMs: 150 }),
    account: page({ graphUrl: graph.url }),
    accessToken: 'test-token',
  };
});
beforeEach(() => {
  graph.requests.length = 0;
  graph.answers.length = 0;
});
afterAll(async () => {
  await client.close();
  await graph.close();
});

const message = { messaging_type: 'RESPONSE', message: { text: 'Câu 1/3', metadata: '9041' } };
const send = () => channel.send(context, '24871509137654321', message);
const refusal = (code: number, error_subcode?: number, more = {}) => ({
  error: {
    message: 'Something about 24871509137654321',
    type: 'OAuthException',
    code,
    error_subcode,
    fbtrace_id: 'AbC',
    ...more,
  },
});

const usage = {
  'x-app-usage': '{"call_count":3}',
  'x-business-use-case-usage':
    '{"104152632345678":[{"type":"messenger","call_count":97,"estimated_time_to_regain_access":2}]}',
};

const answers: { case: string; answer: Answer; result: Record<string, unknown> }[] = [
  {
    case: 'sent',
    answer: { json: { recipient_id: '24871509137654321', message_id: 'm_out' } },
    result: { ok: true, messageId: 'm_out' },
  },
  {
    case: 'sent, and much of the allowance used',
    answer: { headers: usage, json: { message_id: 'm_out' } },
    result: { ok: true, messageId: 'm_out', usage },
  },
  {
    case: 'the window is closed',
    answer: { status: 400, json: refusal(10, 2018278) },
    result: { code: '10/2018278', decision: 'close-window', alarm: false, certain: true },
  },
  {
    case: 'the token has expired',
    answer: { status: 401, json: refusal(190, 463) },
    result: { code: '190/463', decision: 'stop-channel', alarm: true, certain: true },
  },
  {
    case: 'the person blocked the Page',
    answer: { status: 400, json: refusal(551, 1545041) },
    result: { code: '551/1545041', decision: 'stop-contact', alarm: false, certain: true },
  },
  {
    case: 'a subcode of 0 is none',
    answer: { status: 400, json: refusal(100, 0) },
    result: { code: '100', decision: 'give-up', alarm: true, certain: true },
  },
  {
    case: 'a temporary fault that Meta has named',
    answer: { status: 500, json: refusal(2) },
    result: { code: '2', decision: 'retry', alarm: false, certain: true },
  },
  {
    case: 'too fast, with a time to wait',
    answer: { status: 429, headers: { 'retry-after': '7' }, json: refusal(613) },
    result: { code: '613', decision: 'back-off', certain: true, retryAfterMs: 7000 },
  },
  {
    case: 'too fast, with a wait foretold in minutes',
    answer: { status: 400, headers: usage, json: refusal(32) },
    result: { code: '32', decision: 'back-off', certain: true, retryAfterMs: 120_000 },
  },
  {
    case: 'a wait of a year is cut to a day',
    answer: { status: 429, headers: { 'retry-after': '31536000' }, text: '' },
    result: { code: 'http-429', decision: 'back-off', retryAfterMs: 86_400_000 },
  },
  {
    case: 'a wait that is no number',
    answer: { status: 429, headers: { 'retry-after': 'soon' }, text: '' },
    result: { code: 'http-429', decision: 'back-off', certain: true },
  },
  {
    case: 'an error nobody knows',
    answer: { status: 400, json: refusal(777) },
    result: {
      code: '777',
      decision: 'give-up',
      alarm: true,
      certain: true,
      detail: 'unknown error: Something about … (HTTP 400, trace AbC)',
    },
  },
  {
    case: 'an error nobody knows that Meta calls transient',
    answer: { status: 400, json: refusal(777, undefined, { is_transient: true }) },
    result: { code: '777', decision: 'retry', certain: true },
  },
  {
    case: 'an error in an answer of 200',
    answer: { status: 200, json: refusal(1200) },
    result: { code: '1200', decision: 'retry', certain: true },
  },
  {
    case: '502 and a page of HTML',
    answer: { status: 502, text: '<html>Bad Gateway</html>' },
    result: { code: 'http-502', decision: 'retry', alarm: false, certain: false },
  },
  {
    case: '404 and a page of HTML',
    answer: { status: 404, text: '<html>Not found</html>' },
    result: { code: 'http-404', decision: 'give-up', alarm: true, certain: true },
  },
  {
    case: '200 and a page of HTML',
    answer: { text: '<html>Welcome</html>' },
    result: { code: 'no-message-id', decision: 'retry', alarm: false, certain: false },
  },
  {
    case: '200 and nothing',
    answer: { text: '' },
    result: { code: 'no-message-id', decision: 'retry', certain: false },
  },
  {
    case: '200 and half of the JSON',
    answer: { text: '{"recipient_id":"24871' },
    result: { code: 'no-message-id', decision: 'retry', certain: false },
  },
  {
    case: 'stops in the middle of the answer',
    answer: { fault: 'half' },
    result: { code: 'reset', decision: 'retry', alarm: false, certain: false },
  },
  {
    case: 'hangs up after reading the message',
    answer: { fault: 'reset' },
    result: { code: 'reset', decision: 'retry', alarm: false, certain: false },
  },
  {
    case: 'never answers',
    answer: { fault: 'silence' },
    result: { code: 'timeout', decision: 'retry', alarm: false, certain: false },
  },
];

describe('a message is sent', () => {
  test('as one request, with the token in a header and the proof in the address', async () => {
    expect(await send()).toEqual({ ok: true, messageId: 'm_out' });
    expect(graph.requests).toEqual([
      {
        method: 'POST',
        path: '/v26.0/me/messages',
        query: { appsecret_proof: proof },
        authorization: 'Bearer test-token',
        body: { recipient: { id: '24871509137654321' }, ...message },
      },
    ]);
  });

  test.each(answers)('$case', async ({ answer, result }) => {
    graph.answers.push(answer);
    const got = await send();
    expect(got).toMatchObject({ ok: false, ...result });
    if (!got.ok && result.retryAfterMs === undefined) expect(got).not.toHaveProperty('retryAfterMs');
    if (!got.ok) expect(got.detail).not.toMatch(/24871509137654321|test-token/);
    expect(graph.requests).toHaveLength(1);
  });

  test('nobody listens there: certainly not sent', async () => {
    const account = page({ graphUrl: 'http://127.0.0.1:9/v26.0' });
    const result = await channel.send({ ...context, account }, '1', message);
    expect(result).toMatchObject({ ok: false, code: 'ECONNREFUSED', decision: 'retry', certain: true });
  });

  test('a token that Meta repeats in its error does not reach the log', async () => {
    const token = 'EAAGm0PX4ZCpsBAKZCvZBxyz';
    graph.answers.push({ status: 400, json: { error: { code: 2500, message: `Malformed access token ${token}` } } });
    expect(JSON.stringify(await send())).not.toContain(token);
  });
});

describe('around a message', () => {
  test('the person sees that an answer is being written', async () => {
    await channel.typing?.(context, '24871509137654321', true);
    expect(graph.requests).toMatchObject([
      { path: '/v26.0/me/messages', body: { recipient: { id: '24871509137654321' }, sender_action: 'typing_on' } },
    ]);
  });

  test.each([
    {
      case: 'right',
      answer: { json: { id: '104152632345678', name: 'UBND phường Ba Đình' } },
      result: { ok: true, name: 'UBND phường Ba Đình' },
    },
    {
      case: 'of another Page',
      answer: { json: { id: '7', name: 'Trang khác' } },
      result: { ok: false, code: 'other-page' },
    },
    { case: 'withdrawn', answer: { status: 401, json: refusal(190, 467) }, result: { ok: false, code: '190/467' } },
    { case: 'sent to something else than Graph', answer: { text: 'OK' }, result: { ok: false, code: 'not-graph' } },
  ])('the connection test: the token is $case', async ({ answer, result }) => {
    graph.answers.push(answer);
    expect(await channel.test(context)).toMatchObject(result);
    expect(graph.requests).toMatchObject([{ method: 'GET', path: '/v26.0/me', query: { fields: 'id,name' } }]);
  });
});

describe('a Page is set up', () => {
  const words = (language: string, key: string) => `${language} ${key}`;

  test('it is subscribed, then greeting and menu are set', async () => {
    graph.answers.push({ json: { success: true } }, { json: { result: 'success' } });
    await channel.setUp?.(context, words);
    expect(graph.requests.map(({ path }) => path)).toEqual([
      '/v26.0/104152632345678/subscribed_apps',
      '/v26.0/me/messenger_profile',
    ]);
    expect(graph.requests[0]?.query.subscribed_fields?.split(',')).toEqual(
      expect.arrayContaining(['messages', 'standby']),
    );
  });

  test('what Meta refuses is said, with the reason', async () => {
    graph.answers.push({ status: 403, json: refusal(200) });
    await expect(channel.setUp?.(context, words)).rejects.toThrow(/subscribe the Page.*permission.*\[200\]/);
  });
});
