/**
 * One line per request to the admin API, with the route's pattern instead of the address: an address may hold a search for a person.
 * No headers, no body, no remote address. Every answer carries the id that finds its line.
 */
import type { FastifyInstance } from 'fastify';

export function nameRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
}

export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        officialId: request.asker?.id ?? null,
      },
      'answered',
    );
  });
}
