/** Headers that tell browsers what our pages may do: load from here, run scripts from here, be framed by nobody. */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import type { ApiConfig } from '../context.js';

/** What the admin API says is for one official at one moment: no proxy, and no browser after the log-out, may keep it. */
export function keepOutOfCaches(scope: FastifyInstance): void {
  scope.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
}

export async function setSecurityHeaders(app: FastifyInstance, config: ApiConfig): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Told over plain HTTP it means nothing; on localhost it would lock other programs' ports out of HTTP.
    strictTransportSecurity: config.secureCookies,
    crossOriginEmbedderPolicy: false,
  });
}
