/** A sandbox with a clock that only moves when told, and a product that keeps what it receives and answers as it is told. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type SandboxOptions, startSandbox } from '../../sandbox/index.js';

export const start = Date.UTC(2026, 10, 22, 2, 0, 0);
export const hour = 3_600_000;

export const oa = {
  appId: '360846524940903967',
  appSecret: 'zalo-app-secret',
  oaId: '1284596301746382910',
  oaSecretKey: 'zalo-webhook-key',
  accessToken: 'first-access',
  refreshToken: 'first-refresh',
};
export const page = {
  appId: '700100200300',
  appSecret: 'meta-app-secret',
  verifyToken: 'say-friend',
  pageId: '108842334455667',
  pageToken: 'page-token',
};
export const proof = createHmac('sha256', page.appSecret).update(page.pageToken).digest('hex');

/** Bodies of every shape: tests look into them as JSON.parse gives them. */
function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const receivedOf = ({ url = '', headers }: IncomingMessage, raw: string) => ({
  path: url,
  headers,
  raw,
  body: parse(raw),
});
export type Received = ReturnType<typeof receivedOf>;

type Behaviour = (received: Received, response: ServerResponse) => void;

async function openProduct() {
  const received: Received[] = [];
  const waiting: { count: number; done: () => void }[] = [];
  const behaviour: { now: Behaviour } = { now: (_, response) => response.end('ok') };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = receivedOf(request, Buffer.concat(chunks).toString());
      received.push(one);
      behaviour.now(one, response);
      for (const { count, done } of waiting) if (received.length >= count) done();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    /** Resolves once that many webhooks have come in all. */
    until: (count: number) =>
      new Promise<void>((done) => (received.length >= count ? done() : waiting.push({ count, done }))),
    answer(how: number | Behaviour) {
      behaviour.now = typeof how === 'number' ? (_, response) => response.writeHead(how).end() : how;
    },
    close() {
      server.closeAllConnections();
      return new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage(options: Partial<SandboxOptions> = {}) {
  const product = await openProduct();
  const webhooks = { zalo: `${product.url}/zalo`, messenger: `${product.url}/messenger` };
  const sandbox = await startSandbox({
    port: 0,
    webhooks: { ...webhooks, messengerDeletion: `${product.url}/deletion` },
    zalo: oa,
    messenger: page,
    receipts: false,
    now: () => start,
    ...options,
  });
  const { addresses, url } = sandbox;
  const api = async (path: string, body?: unknown) => (await call(`${url}/api/${path}`, body)).body;
  return {
    ...sandbox,
    product,
    api,
    /** The same, with status and headers. */
    ask: (path: string, body?: unknown) => call(`${url}/api/${path}`, body),
    say: (act: Record<string, unknown>) => api('say', act),
    advance: (ms: number) => api('clock', { advanceMs: ms }),
    zalo: (path: string, body?: unknown, headers: Record<string, string> = { access_token: oa.accessToken }) =>
      call(`${addresses.zalo}${path}`, body, headers),
    oauth: (form: Record<string, string>, secret = oa.appSecret) => postForm(addresses.zaloOauth, form, secret),
    graph: (path: string, body?: unknown, query: Record<string, string> = { appsecret_proof: proof }) =>
      call(`${addresses.graph}${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(query)}`, body, {
        authorization: `Bearer ${page.pageToken}`,
      }),
    /** Somebody who has just written, so that the account may answer. */
    async acquaintance(platform: 'zalo' | 'messenger'): Promise<string> {
      const { id } = await api('people', { platform });
      await api('say', { platform, user: id, text: 'xin chào' });
      return id;
    },
    /** Back to the beginning, much faster than another stage: only tokens and Messenger profiles stay. */
    async again() {
      await api('reset', {});
      product.received.length = 0;
      product.answer(200);
    },
    async close() {
      await sandbox.close();
      await product.close();
    },
  };
}

export async function call(url: string, body?: unknown, headers: Record<string, string> = {}) {
  const json =
    body === undefined ? {} : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return answerOf(await fetch(url, { ...json, headers: { ...type, ...headers } }));
}

async function postForm(base: string, form: Record<string, string>, secret: string) {
  const headers = { secret_key: secret };
  return answerOf(
    await fetch(`${base}/v4/oa/access_token`, { method: 'POST', headers, body: new URLSearchParams(form) }),
  );
}

async function answerOf(response: Response) {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}
