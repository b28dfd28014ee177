/** The sandbox's own API, for the page and for tests: the table of contents. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Impossible } from '../acts.js';
import type { World } from '../world.js';
import { writeAsOfficial } from './official.js';
import { addPeople, readChat, readPeople } from './people.js';
import { keepPhoto, showPhoto } from './photos.js';
import { sendRawEvent } from './raw-event.js';
import { readSent, readTraffic } from './record.js';
import { say } from './say.js';
import { readState } from './state.js';
import { stream } from './stream.js';
import { addFaults, changeSettings, moveClock, readClock, removeFaults, reset, revokeTokens } from './switches.js';
import { saveWebhooks } from './webhook-address.js';

export type Query = Record<string, string | undefined>;
type Endpoint = (world: World, body: unknown, query: Query) => unknown;

const endpoints: Record<string, Endpoint> = {
  'GET /api/state': (world) => readState(world),
  'GET /api/people': (world, _, query) => readPeople(world, query),
  'POST /api/people': addPeople,
  'GET /api/chat': (world, _, query) => readChat(world, query),
  'POST /api/say': async (world, body) => {
    const said = await say(world, body);
    return Array.isArray(body) ? said : said[0];
  },
  'POST /api/official': writeAsOfficial,
  'POST /api/event': sendRawEvent,
  'GET /api/sent': (world, _, query) => readSent(world, query),
  'GET /api/traffic': (world, _, query) => readTraffic(world, query),
  'GET /api/clock': (world) => readClock(world),
  'POST /api/clock': moveClock,
  'GET /api/faults': (world) => world.faults.list(),
  'POST /api/faults': addFaults,
  'DELETE /api/faults': (world, _, query) => removeFaults(world, query),
  'POST /api/settings': changeSettings,
  'POST /api/webhooks': async (world, body) => {
    await saveWebhooks(world, body);
    return readState(world).webhooks;
  },
  'POST /api/tokens/revoke': revokeTokens,
  'POST /api/reset': reset,
};

export function apiRoutes(app: FastifyInstance, world: World, prefix: string): void {
  app.addHook('onRequest', async (request) => {
    world.origin ||= `${request.protocol}://${request.host}${prefix}`;
  });
  for (const [route, endpoint] of Object.entries(endpoints)) {
    const [method = 'GET', url = ''] = route.split(' ');
    app.route({ method, url, handler: (request, reply) => answer(world, endpoint, request, reply) });
  }
  app.get('/api/events', (_, reply) => stream(world, reply));
  app.post('/api/photos', (request, reply) => keepPhoto(world, request, reply));
  app.get('/photos/:name', (request, reply) => showPhoto(world, request, reply));
}

async function answer(
  world: World,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  try {
    return (await endpoint(world, request.body, request.query as Query)) ?? {};
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    return reply.code(409).send({ code: error.code, message: error.message });
  }
}
