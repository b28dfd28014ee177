/**
 * One call to a fake platform: an ordinary function from call to answer, wrapped so that faults can strike it before or after it
 * took effect, and so that everybody can see what was asked and answered.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from './faults.js';
import type { Platform } from './options.js';
import { type Json, parseJson } from './shape.js';
import type { World } from './world.js';

export interface Call {
  method: string;
  /** Below the fake's own address, without the query. */
  path: string;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  headers: IncomingHttpHeaders;
  /** Text for JSON and forms, bytes for everything else. */
  body: string | Buffer;
  /** Set when a fault will spoil the answer to a call that takes effect. */
  fault?: Fault | undefined;
}
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}
export type Handler = (call: Call) => Answer;

/** A platform says no. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer, message: string) {
    super(message);
    this.answer = answer;
  }
}

/** What a platform answers to a fault that is spoken in its own words. */
export interface FaultVoice {
  tokenExpired: () => Answer;
  code: (fault: Fault) => Answer;
}

export interface Fake {
  platform: Platform;
  voice: FaultVoice;
}

export const jsonOf = (call: Call): unknown => parseJson(call.body.toString());

export function formOf(call: Call): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(call.body.toString()));
}

const answerOf = (handler: Handler, call: Call): Answer => {
  try {
    return handler(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
};

const textOf = (answer: Answer): string =>
  typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
const readable = (body: string | Buffer): string => (typeof body === 'string' ? body : `(${body.length} bytes)`);

/** Serves one path of a fake. */
export function serve(
  app: FastifyInstance,
  world: World,
  fake: Fake,
  method: string,
  path: string,
  handler: Handler,
): void {
  app.route({
    method,
    url: path,
    handler: (request, reply) => {
      const begun = performance.now();
      const call = readCall(request);
      call.fault = world.faults.takeCall(fake.platform, call.path);
      const answer = call.fault ? strike(world, call.fault, fake, handler, call, reply) : answerOf(handler, call);
      if (world.traffic) record(world, fake.platform, call, answer, begun);
      if (answer) speak(reply, answer);
      return reply;
    },
  });
}

function readCall(request: FastifyRequest): Call {
  const body = request.body;
  const mount = request.url.indexOf('/fakes/');
  return {
    method: request.method,
    path: request.url.slice(mount < 0 ? 0 : mount + '/fakes'.length).split('?', 1)[0] ?? '',
    params: request.params as Record<string, string>,
    query: request.query as Record<string, string | undefined>,
    headers: request.headers,
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : '',
  };
}

function speak(reply: FastifyReply, answer: Answer): void {
  reply.code(answer.status);
  if (answer.headers) reply.headers(answer.headers);
  if (typeof answer.body !== 'string') reply.header('content-type', 'application/json; charset=utf-8');
  reply.send(textOf(answer));
}

function record(world: World, platform: Platform, call: Call, answer: Answer | undefined, begun: number): void {
  const query = new URLSearchParams(call.query as Record<string, string>).toString();
  world.traffic?.add({
    direction: 'call',
    platform,
    at: world.clock.now(),
    method: call.method,
    path: query ? `${call.path}?${query}` : call.path,
    headers: pickHeaders(call.headers),
    request: readable(call.body),
    status: answer?.status ?? 0,
    response: answer ? textOf(answer) : '',
    tookMs: Math.round((performance.now() - begun) * 10) / 10,
    fault: call.fault?.kind,
    user: userIn(call),
  });
}

const shownHeaders = ['access_token', 'secret_key', 'content-type', 'appsecret_proof'] as const;

function pickHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of shownHeaders) if (headers[name] !== undefined) picked[name] = String(headers[name]);
  return picked;
}

function userIn(call: Call): string | undefined {
  const body = typeof call.body === 'string' ? (parseJson(call.body) as { recipient?: Json } | undefined) : undefined;
  const id = body?.recipient?.user_id ?? body?.recipient?.id;
  return typeof id === 'string' ? id : undefined;
}

/** Gateways in front of a platform speak for themselves, and not in its JSON. */
const plain = { 'content-type': 'text/plain' };

/** Carries a fault out. Answers nothing where the connection itself breaks. */
function strike(
  world: World,
  fault: Fault,
  fake: Fake,
  handler: Handler,
  call: Call,
  reply: FastifyReply,
): Answer | undefined {
  const answer = fault.accepted ? answerOf(handler, call) : undefined;
  switch (fault.kind) {
    case 'rate-limited': {
      const after = String(fault.retryAfterSeconds ?? 2);
      return { status: 429, headers: { 'retry-after': after, ...plain }, body: 'Too Many Requests' };
    }
    case 'server-error':
      return { status: 500, headers: plain, body: 'Internal Server Error' };
    case 'html':
      return {
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
      };
    case 'empty':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '' };
    case 'wrong-json':
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":' };
    case 'token-expired':
      return fake.voice.tokenExpired();
    case 'code':
      return fake.voice.code(fault);
    case 'hang':
      hang(world, reply);
      return undefined;
    case 'half-body':
      sendHalf(reply, answer ? textOf(answer) : '{"error":0,"message":"Success"}');
      return undefined;
    default:
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return undefined;
  }
}

/** Never answers; lets go when the caller does, or when the sandbox closes. */
function hang(world: World, reply: FastifyReply): void {
  reply.hijack();
  const { socket } = reply.raw;
  const letGo = () => void socket?.destroy();
  world.closers.add(letGo);
  reply.raw.on('close', () => world.closers.delete(letGo));
}

function sendHalf(reply: FastifyReply, text: string): void {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  reply.raw.write(text.slice(0, Math.floor(text.length / 2)), () => reply.raw.socket?.destroy());
}
