/**
 * The sandbox pretends to be Zalo and Messenger: two fakes that hold the documented rules, and a page with two phones to chat on.
 * It knows the product only as the platforms do, by the address of its webhooks.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyInstance } from 'fastify';
import { apiRoutes } from './api/routes.js';
import { graphRoutes } from './messenger/graph.js';
import type { SandboxOptions } from './options.js';
import { settle } from './settle.js';
import { keepState } from './state.js';
import { createWorld, type World } from './world.js';
import { oauthRoutes } from './zalo/oauth.js';
import { openapiRoutes } from './zalo/openapi.js';

export type { MessengerAccount, SandboxOptions, ZaloAccount } from './options.js';

/** The largest thing a fake takes: Messenger's 25 MB attachment. */
const largestBody = 26 * 1024 * 1024;
/** A picture from the tester's own computer. */
const largestPhoto = 5 * 1024 * 1024;
/** Where nothing stricter is set around us. */
const ownPolicy =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
const pageFolder = new URL('./page/', import.meta.url);

/** Mounts everything below the prefix it is registered with. */
export async function sandbox(app: FastifyInstance, options: SandboxOptions): Promise<void> {
  const world = createWorld(options);
  const state = options.stateFile ? keepState(world, options.stateFile) : undefined;
  await state?.restore();
  settle(world);
  await app.register(async (scope) => mount(scope, world), { logLevel: 'warn' });
  app.addHook('preClose', async () => {
    for (const end of world.closers) end();
  });
  app.addHook('onClose', async () => {
    world.clock.stop();
    state?.close();
    await world.webhooks.close();
  });
}

async function mount(scope: FastifyInstance, world: World): Promise<void> {
  const { prefix } = scope;
  scope.removeAllContentTypeParsers();
  await scope.register(async (fakes) => mountFakes(fakes, world), { prefix: '/fakes' });
  await scope.register(async (own) => mountOwn(own, world, prefix));
}

/** The fakes read bodies themselves: a platform answers bad JSON in its own words. */
async function mountFakes(fakes: FastifyInstance, world: World): Promise<void> {
  fakes.addContentTypeParser(
    /^(application\/json|application\/x-www-form-urlencoded|text\/)/,
    { parseAs: 'string' },
    passOn,
  );
  fakes.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, passOn);
  openapiRoutes(fakes, world);
  oauthRoutes(fakes, world);
  graphRoutes(fakes, world);
}

async function mountOwn(own: FastifyInstance, world: World, prefix: string): Promise<void> {
  own.addContentTypeParser('application/json', { parseAs: 'string' }, own.getDefaultJsonParser('error', 'error'));
  own.addContentTypeParser(/^image\//, { parseAs: 'buffer', bodyLimit: largestPhoto }, passOn);
  apiRoutes(own, world, prefix);
  await own.register(fastifyStatic, { root: fileURLToPath(pageFolder), prefix: '/page/', decorateReply: false });
  const index = await readFile(new URL('index.html', pageFolder), 'utf8');
  own.get('/', (request, reply) => {
    const { pathname } = new URL(request.url, 'http://sandbox');
    if (!pathname.endsWith('/')) return reply.redirect(`${prefix}/`);
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', ownPolicy);
    return reply.type('text/html; charset=utf-8').send(index);
  });
}

async function passOn(_: unknown, body: string | Buffer): Promise<string | Buffer> {
  return body;
}

export interface Sandbox {
  /** Address of the page; the fakes are below it. */
  url: string;
  /** What the product is configured with. */
  addresses: { zalo: string; zaloBusiness: string; zaloOauth: string; graph: string };
  close: () => Promise<void>;
}

/** The addresses of the fakes below a sandbox's own. */
export const fakeAddresses = (url: string): Sandbox['addresses'] => ({
  zalo: `${url}/fakes/zalo`,
  zaloBusiness: `${url}/fakes/zalo-business`,
  zaloOauth: `${url}/fakes/zalo-oauth`,
  graph: `${url}/fakes/graph/v26.0`,
});

/** A sandbox of its own, for tests and benches. Port 0 takes a free one. */
export async function startSandbox(options: SandboxOptions & { port: number; host?: string }): Promise<Sandbox> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  await app.register(sandbox, { ...options, prefix: '/sandbox' });
  const address = await app.listen({ port: options.port, host: options.host ?? '127.0.0.1' });
  const url = `${address}/sandbox`;
  return { url, addresses: fakeAddresses(url), close: () => app.close() };
}
