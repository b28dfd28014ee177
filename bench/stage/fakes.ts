/**
 * The two platforms, in the bench's own process: the sandbox's fakes without history and without rate limits. Whoever waits for a
 * message is told the moment the fake has accepted it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyRequest } from 'fastify';
import { sandbox } from '../../sandbox/index.js';
import { type Platform, platforms } from '../../sandbox/options.js';
import { oa, page } from './accounts.js';

/** One message that a person has received. */
export interface Received {
  platform: Platform;
  user: string;
  messageId: string;
  text: string;
  options: { title: string; payload: string }[];
  /** Our own id of the message, where the platform carries it (Messenger). */
  reference?: string;
}

export interface Fakes {
  /** What `fakeAddresses` starts from. */
  url: string;
  port: number;
  close: () => Promise<void>;
}

/** `wayMs`: how long a request, and its answer, are on their way; at once where it is not given. */
export async function startFakes(
  onReceived: (message: Received) => void,
  { wayMs }: { wayMs?: () => number } = {},
): Promise<Fakes> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  if (wayMs) app.addHook('preHandler', async () => sleep(wayMs()));
  app.addHook('onSend', async (request, reply, payload) => {
    if (reply.statusCode === 200 && typeof payload === 'string') tell(request, payload, onReceived);
    if (wayMs) await sleep(wayMs());
    return payload;
  });
  await app.register(sandbox, { prefix: '/sandbox', webhooks: {}, zalo: oa, messenger: page, lean: true });
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url: `${address}/sandbox`, port: Number(new URL(address).port), close: () => app.close() };
}

interface Button {
  title?: string;
  payload?: string;
}
interface Sent {
  recipient?: { id?: string; user_id?: string };
  message?: {
    text?: string;
    metadata?: string;
    quick_replies?: Button[];
    attachment?: { payload?: { buttons?: Button[] } };
  };
}
interface Answered {
  message_id?: string;
  data?: { message_id?: string };
}

const pathOf: Record<Platform, string> = { zalo: '/v3.0/oa/message/cs', messenger: '/me/messages' };

function tell({ url, body }: FastifyRequest, payload: string, onReceived: (message: Received) => void): void {
  const platform = platforms.find((one) => url.includes(pathOf[one]));
  if (!platform || typeof body !== 'string') return;
  const { recipient, message } = JSON.parse(body) as Sent;
  const answered = JSON.parse(payload) as Answered;
  const messageId = answered.message_id ?? answered.data?.message_id;
  const user = recipient?.id ?? recipient?.user_id;
  if (!messageId || !user || !message) return;
  const buttons = message.quick_replies ?? message.attachment?.payload?.buttons ?? [];
  onReceived({
    platform,
    user,
    messageId,
    text: message.text ?? '',
    options: buttons.map(({ title = '', payload: own = '' }) => ({ title, payload: own })),
    ...(message.metadata && { reference: message.metadata }),
  });
}
