/** Stands where graph.facebook.com does: writes down every request and answers as told. No other host is reached. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Request {
  method: string;
  path: string;
  query: Record<string, string>;
  authorization: string | undefined;
  body: unknown;
}

export type Answer =
  | { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
  /** silence = never answers · reset = hangs up after it has read the request · half = stops in the middle of its answer. */
  | { fault: 'silence' | 'reset' | 'half' };

export async function startGraph() {
  const requests: Request[] = [];
  const answers: Answer[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://graph');
    const body = Buffer.concat(chunks).toString();
    requests.push({
      method: incoming.method ?? '',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorization: incoming.headers.authorization,
      body: body ? JSON.parse(body) : undefined,
    });
    reply(response, answers.shift() ?? { json: { recipient_id: 'x', message_id: 'm_out' } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v26.0`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url, requests, answers, close };
}

function reply(response: ServerResponse, answer: Answer): void {
  if (!('fault' in answer)) {
    const body = answer.text ?? JSON.stringify(answer.json ?? {});
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(body);
  } else if (answer.fault === 'reset') {
    response.socket?.resetAndDestroy();
  } else if (answer.fault === 'half') {
    response.writeHead(200, { 'content-length': '200' }).write('{"recipient_id":"24871', () => response.destroy());
  }
}
