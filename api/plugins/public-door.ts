/**
 * The webhooks are an app of their own behind the same port. Platforms need no cookies, no page headers, no request log; and those cost
 * three times what verifying and storing an event does (measured: 330 instead of 110 µs a webhook).
 */
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyServerFactory } from 'fastify';

const prefix = '/webhooks';
/** A platform gives up after five seconds; a sender of one byte a minute must not hold a connection. */
const requestTimeoutMs = 15_000;
/** Longer than platforms and proxies keep idle connections, so that it is never we who close one that is about to be used. */
const keepAliveMs = 72_000;

export interface PublicDoor {
  /** Sends webhooks through the door and everything else to the app it is given to. */
  serverFactory: FastifyServerFactory<Server>;
  close: () => Promise<void>;
}

export async function openPublicDoor(
  webhooks: FastifyPluginAsync,
  onError: (error: Error) => void,
): Promise<PublicDoor> {
  const door: FastifyInstance = Fastify({ logger: false, genReqId: () => randomUUID() });
  door.addHook('onError', async (_request, _reply, error) => onError(error));
  await door.register(webhooks, { prefix });
  await door.ready();
  return {
    serverFactory: (handler) => {
      const server = createServer((request, response) => {
        if (request.url?.startsWith(`${prefix}/`)) door.routing(request, response);
        else handler(request, response);
      });
      server.requestTimeout = requestTimeoutMs;
      server.keepAliveTimeout = keepAliveMs;
      return server;
    },
    close: () => door.close(),
  };
}
