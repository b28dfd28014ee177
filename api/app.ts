/** The table of contents: what listens here, in which order a request meets it. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ApiContext } from './context.js';
import { guard } from './plugins/door.js';
import { answerErrors, documentErrors } from './plugins/errors.js';
import { serveHome } from './plugins/home.js';
import { describeApi } from './plugins/openapi.js';
import { answerProbes } from './plugins/probes.js';
import { openPublicDoor } from './plugins/public-door.js';
import { logRequests, nameRequests } from './plugins/request-log.js';
import { keepOutOfCaches, setSecurityHeaders } from './plugins/security.js';
import { useZod } from './plugins/validation.js';
import { resources } from './routes/index.js';

/** The largest survey we know of has 40 kB; both platforms' webhooks stay far below this too. */
const bodyLimitBytes = 1024 * 1024;
/** A megabyte over a poor mobile line; whoever sends more slowly than that holds a connection for nothing. */
const requestTimeoutMs = 60_000;

export async function buildApp(context: ApiContext): Promise<FastifyInstance> {
  const { config, logger, words, webhooks, mount = [] } = context;
  const door = webhooks && (await openPublicDoor(webhooks, (err) => logger.error({ err }, 'a webhook failed')));
  const app = Fastify({
    loggerInstance: logger,
    ...(door && { serverFactory: door.serverFactory }),
    // One line of our own per request instead (plugins/request-log.ts): the ready-made ones hold addresses.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    trustProxy: config.trustProxy ?? false,
    genReqId: () => randomUUID(),
  });
  nameRequests(app);
  useZod(app);
  answerErrors(app, words);
  await setSecurityHeaders(app, config);
  await app.register(cookie);
  await describeApi(app, config);

  answerProbes(app, context);
  serveHome(app, context);
  if (door) app.addHook('onClose', door.close);
  for (const { prefix, plugin } of mount) await app.register(plugin, { prefix });
  await app.register(async (scope) => openDoors(scope, context), { prefix: '/api/v1' });
  return app;
}

/** Each door is a scope of its own: what stands behind it cannot be reached past its guard. */
async function openDoors(scope: FastifyInstance, context: ApiContext): Promise<void> {
  scope.decorateRequest('asker', null);
  scope.decorateRequest('token', null);
  keepOutOfCaches(scope);
  logRequests(scope);
  for (const [resource, doors] of Object.entries(resources)) {
    for (const { who, endpoints } of doors) {
      await scope.register(async (room) => {
        room.addHook('onRequest', guard(context, who));
        documentErrors(room, resource, who === 'anybody');
        for (const endpoint of endpoints) endpoint(room.withTypeProvider<ZodTypeProvider>(), context);
      });
    }
  }
}
