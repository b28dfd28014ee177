import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttp } from '../../../bot/channels/http.js';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let answer: Answer;
let server: Server;
let origin: string;
const { http, close } = createHttp();

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  answer = (_request, response) => response.end();
});
afterAll(async () => {
  await close();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

describe('a request that is answered', () => {
  it('goes out as it was given and brings back status, headers and body', async () => {
    answer = (request, response, body) => {
      response.writeHead(429, { 'retry-after': '7', 'set-cookie': ['a=1', 'b=2'] });
      response.end(
        JSON.stringify({ method: request.method, url: request.url, token: request.headers.access_token, body }),
      );
    };
    const result = await http({
      method: 'POST',
      url: `${origin}/v3.0/oa/message/cs?x=1`,
      headers: { access_token: 't', 'content-type': 'application/json' },
      body: '{"text":"Chào anh/chị"}',
    });
    expect(result).toMatchObject({
      reached: true,
      status: 429,
      headers: { 'retry-after': '7', 'set-cookie': 'a=1, b=2' },
    });
    expect(result.reached && JSON.parse(result.body)).toEqual({
      method: 'POST',
      url: '/v3.0/oa/message/cs?x=1',
      token: 't',
      body: '{"text":"Chào anh/chị"}',
    });
  });

  it('may be to the bare address', async () => {
    answer = (request, response) => response.end(request.url);
    expect(await http({ method: 'GET', url: origin })).toMatchObject({ status: 200, body: '/' });
  });
});

/** `sent` decides whether the outbox may simply send again. */
describe('a request without an answer', () => {
  it.each<[string, boolean, string, Answer]>([
    ['closed without a word', true, 'UND_ERR_SOCKET', (request) => request.socket.destroy()],
    ['reset', true, 'ECONNRESET', (request) => request.socket.resetAndDestroy()],
    ['silence', true, 'UND_ERR_HEADERS_TIMEOUT', () => undefined],
    [
      'half a body, then closed',
      true,
      'UND_ERR_SOCKET',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"error":', () => request.socket.destroy());
      },
    ],
    [
      'half a body, then silence',
      true,
      'UND_ERR_BODY_TIMEOUT',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"error":');
      },
    ],
    [
      'an endless body',
      true,
      'UND_ERR_RES_EXCEEDED_MAX_SIZE',
      (_request, response) => response.end('x'.repeat(300_000)),
    ],
  ])('%s: in doubt', async (_label, sent, code, how) => {
    answer = how;
    expect(await http({ method: 'POST', url: `${origin}/x`, body: '{}', timeoutMs: 400 })).toEqual({
      reached: false,
      sent,
      code,
    });
  });

  it.each([
    ['nobody listens', 'http://127.0.0.1:1/x', {}, /ECONNREFUSED/],
    ['the name does not exist', 'http://nowhere.invalid/x', {}, /ENOTFOUND|EAI_AGAIN/],
    ['the address is none', 'not an address', {}, /INVALID/],
    ['a header that HTTP forbids', 'http://127.0.0.1:1/x', { access_token: 'a\nb' }, /INVALID/],
  ])('%s: certainly not sent', async (_label, url, headers, code) => {
    const result = await http({ method: 'POST', url, headers, body: '{}' });
    expect(result).toEqual({ reached: false, sent: false, code: expect.stringMatching(code) });
  });
});
