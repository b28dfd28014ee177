/** A Zalo that answers what it is told, on this machine, and remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createHttp } from '../../../../bot/channels/http.js';

export interface Asked {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body: unknown;
}

export function fakeZalo() {
  const { http, close } = createHttp();
  const asked: Asked[] = [];
  let answers: ((response: ServerResponse) => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      const answer = answers.shift();
      if (answer) answer(response);
      else response.socket?.destroy();
    });
  });
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  beforeEach(() => {
    asked.length = 0;
    answers = [];
  });
  afterAll(async () => {
    await close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  return {
    /** With a short patience, so that silence is tested in no time. */
    http: (request: Parameters<typeof http>[0]) => http({ timeoutMs: 300, ...request }),
    asked,
    origin: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: ({ status = 200, headers = {}, body }: Answer) =>
      answers.push((response) => {
        response.writeHead(status, headers);
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      }),
    misbehave: (how: (response: ServerResponse) => void) => answers.push(how),
  };
}
