/** For whoever keeps us running: alive, able to serve, and how it goes. They hold no personal data; the proxy decides who may ask. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../context.js';

/** Longer than this and the answer to "can you serve" is no. Probes usually wait a second or more (Kubernetes: 1 s unless set). */
const patienceMs = 900;

export function answerProbes(app: FastifyInstance, { ready, metrics }: Pick<ApiContext, 'ready' | 'metrics'>): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const states = await inTime(ready);
    const ok = Object.values(states).every((state) => state === 'ok');
    return reply.code(ok ? 200 : 503).send(states);
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
}

async function inTime(ready: ApiContext['ready']): Promise<Record<string, string>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Record<string, string>>((resolve) => {
    timer = setTimeout(() => resolve({ ready: 'no answer in time' }), patienceMs);
  });
  try {
    return await Promise.race([ready(), late]);
  } catch {
    return { ready: 'the check itself failed' };
  } finally {
    clearTimeout(timer);
  }
}
