/** Carries a fault out on one call: an answer of a gateway, of the platform, or none because the connection breaks. */
import type { FastifyReply } from 'fastify';
import { type Answer, type FaultVoice, textOf } from './fake-call.js';
import type { Fault } from './faults.js';

interface Struck {
  reply: FastifyReply;
  /** What the platform would have answered, if the call took effect. */
  hidden: Answer | undefined;
  closers: Set<() => void>;
}

/** Gateways in front of a platform speak for themselves, and not in its JSON. */
const plain = { 'content-type': 'text/plain' };
const json = { 'content-type': 'application/json' };
const badGateway = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';

type Speech = (fault: Fault, voice: FaultVoice) => Answer;
const speeches: Partial<Record<Fault['kind'], Speech>> = {
  'rate-limited': ({ retryAfterSeconds = 2 }) => ({
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds), ...plain },
    body: 'Too Many Requests',
  }),
  'server-error': () => ({ status: 500, headers: plain, body: 'Internal Server Error' }),
  html: () => ({ status: 502, headers: { 'content-type': 'text/html' }, body: badGateway }),
  empty: () => ({ status: 200, headers: json, body: '' }),
  'wrong-json': () => ({ status: 200, headers: json, body: '{"ok":' }),
  'token-expired': (_, voice) => voice.tokenExpired(),
  code: (fault, voice) => voice.code(fault),
};

const breaks: Partial<Record<Fault['kind'], (struck: Struck) => void>> = { hang, 'half-body': sendHalf };

export function strike(fault: Fault, voice: FaultVoice, struck: Struck): Answer | undefined {
  const speech = speeches[fault.kind];
  if (speech) return speech(fault, voice);
  struck.reply.hijack();
  const breakOff = breaks[fault.kind];
  if (breakOff) breakOff(struck);
  else struck.reply.raw.socket?.resetAndDestroy();
  return undefined;
}

/** Never answers; lets go when the caller does, or when the sandbox closes. */
function hang({ reply, closers }: Struck): void {
  const letGo = () => void reply.raw.socket?.destroy();
  closers.add(letGo);
  reply.raw.on('close', () => closers.delete(letGo));
}

function sendHalf({ reply, hidden }: Struck): void {
  const text = hidden ? textOf(hidden) : '{"error":0,"message":"Success"}';
  reply.raw.writeHead(200, { ...json, 'content-length': Buffer.byteLength(text) });
  reply.raw.write(text.slice(0, Math.floor(text.length / 2)), () => reply.raw.socket?.destroy());
}
