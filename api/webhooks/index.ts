/**
 * The public door for platforms: one address per platform, for all of its accounts. Raw bytes are kept only here, because signatures are
 * over them; 200 is answered only after the commit.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Channel } from '../../bot/channels/contract.js';
import type { Accounts } from '../../bot/inbox/accounts.js';
import { type Intake, IntakeUnavailable, isDataError } from '../../bot/inbox/intake.js';
import { acceptDelivery } from './accept.js';
import { deletionRoutes } from './deletion.js';

export interface WebhookContext {
  channels: Map<string, Channel>;
  accounts: Accounts;
  intake: Intake;
  clock: { now: () => number };
  /** Where people look up what became of their wish to be forgotten. */
  publicUrl: string;
  storeDeletion: (request: { code: string; platform: string; subject: string; at: number }) => Promise<void>;
  findDeletion: (code: string) => Promise<{ receivedAt: Date; doneAt: Date | null } | null>;
  onAnswered?: (platform: string, status: number, seconds: number, trace: string) => void;
  onEvents?: (platform: string, kinds: string[], channelIds: number[]) => void;
  onAlarm?: (platform: string, name: string) => void;
}

/** Both platforms send a few kilobytes; Courier caps at the same. Larger bodies are refused before they are read. */
const longestBodyBytes = 1024 * 1024;

export function webhooks(context: WebhookContext): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longestBodyBytes }, (_request, body, done) =>
      done(null, body),
    );
    app.get<{ Params: { platform: string } }>('/:platform', { schema: { hide: true } }, (request, reply) =>
      handshake(context, request.params.platform, request.query as Record<string, unknown>, reply),
    );
    app.post<{ Params: { platform: string } }>('/:platform', { schema: { hide: true } }, (request, reply) =>
      deliver(context, request.params.platform, request, reply),
    );
    deletionRoutes(app, context);
  };
}

function handshake(
  context: WebhookContext,
  platform: string,
  query: Record<string, unknown>,
  reply: FastifyReply,
): FastifyReply {
  const challenge = context.channels.get(platform)?.handshake?.(query, context.accounts.ofPlatform(platform));
  return challenge
    ? reply.type('text/plain').send(challenge)
    : reply.code(403).type('text/plain').send('wrong verify token');
}

async function deliver(
  context: WebhookContext,
  platform: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const started = performance.now();
  const status = await statusOf(context, platform, request);
  context.onAnswered?.(platform, status, (performance.now() - started) / 1000, traceOf(request));
  return reply
    .code(status)
    .type('text/plain')
    .send(words[status] ?? '');
}

const words: Record<number, string> = {
  200: 'ok',
  401: 'wrong signature: check the app secret (Messenger) or the OA secret key (Zalo) of the connected account',
  404: 'no such platform',
  503: 'not stored, please try again',
};

/** Never says anything but 200 to what it cannot read: platforms switch a webhook off that keeps refusing. */
async function statusOf(context: WebhookContext, platform: string, request: FastifyRequest): Promise<number> {
  const channel = context.channels.get(platform);
  if (!channel) return 404;
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const verdict = channel.verify(
    { body, headers: request.headers },
    context.accounts.ofPlatform(platform),
    context.clock.now(),
  );
  if (!verdict.ok) return verdict.probe ? 200 : 401;
  try {
    await acceptDelivery(context, channel, body, traceOf(request));
    return 200;
  } catch (error) {
    if (error instanceof IntakeUnavailable) return 503;
    if (!isDataError(error)) throw error;
    await keepWhole(context, channel, body, traceOf(request));
    return 200;
  }
}

/** What PostgreSQL refuses to store as events is kept as it came, for a person to look at; its good siblings are stored already. */
async function keepWhole(context: WebhookContext, channel: Channel, body: Buffer, trace: string): Promise<void> {
  const { platform } = channel;
  await context.intake.storeStray({
    platform,
    accountId: null,
    kind: 'unreadable',
    name: 'refused',
    key: trace,
    trace,
    body: body.toString('utf8'),
  });
  context.onAlarm?.(platform, 'refused-by-database');
}

/** The request's id is the trace that every log line from here to the reply carries. */
const traceOf = (request: FastifyRequest): string => (typeof request.id === 'string' ? request.id : randomUUID());
