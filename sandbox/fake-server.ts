/** Serves a fake's calls, so that faults can strike them and everybody can see what was asked and answered. */
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, answerOf, type Call, type Fake, type Handler, textOf } from './fake-call.js';
import type { Platform } from './options.js';
import { type Json, parseJson } from './shape.js';
import { strike } from './strike.js';
import type { World } from './world.js';

export type Route = (method: string, path: string, handler: Handler) => void;

/** Gives the function that adds one path. */
export function fakeServer(app: FastifyInstance, world: World, fake: Fake): Route {
  return (method, url, handler) => {
    app.route({
      method,
      url,
      handler: (request, reply) => {
        const begun = performance.now();
        const call = readCall(request);
        call.fault = world.faults.takeCall(fake.platform, call.path);
        const answer = answerTo(world, fake, handler, call, reply);
        if (world.traffic) record(world, fake.platform, call, answer, begun);
        if (answer) speak(reply, answer);
        return reply;
      },
    });
  };
}

/** Nothing where a fault broke the connection. */
function answerTo(world: World, fake: Fake, handler: Handler, call: Call, reply: FastifyReply): Answer | undefined {
  if (!call.fault) return answerOf(handler, call);
  const hidden = call.fault.accepted ? answerOf(handler, call) : undefined;
  return strike(call.fault, fake.voice, { reply, hidden, closers: world.closers });
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

const readable = (body: string | Buffer): string => (typeof body === 'string' ? body : `(${body.length} bytes)`);

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
