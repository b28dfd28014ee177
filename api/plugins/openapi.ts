/** OpenAPI 3.1 made from the schemas that judge the requests, and a page to read it. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { ApiConfig } from '../context.js';
import { cookieName } from './cookie.js';

export const documentPath = '/api/openapi.json';
export const docsPath = '/api/docs';

export async function describeApi(app: FastifyInstance, config: ApiConfig): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lắng Nghe',
        version: '1',
        description:
          'Errors are `{ code, message, requestId }`, the message in the `Accept-Language` (vi, en). Lists are `{ items, nextCursor }`: give `nextCursor` back as `cursor`.',
      },
      servers: [{ url: config.publicUrl }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'The token of POST /api/v1/session' },
          cookie: { type: 'apiKey', in: 'cookie', name: cookieName(config) },
        },
      },
    },
    // What is not the admin API (webhooks, probes, pages) is a contract with somebody else.
    transform: (document) => transform({ ...document, ...(hidden(document.url) && { schema: { hide: true } }) }),
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(swaggerUi, {
    routePrefix: docsPath,
    // Without the bar that asks for the address of another document.
    uiConfig: { layout: 'BaseLayout', deepLinking: true },
    // The page sets some of its style inside itself; nothing that people typed is ever shown on it.
    transformStaticCSP: (policy) => `${policy};style-src 'self' 'unsafe-inline'`,
  });
  app.get(documentPath, { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
}

const transform = createJsonSchemaTransform({});
const hidden = (url: string): boolean => !url.startsWith('/api/v1/');
