/** The fake of https://openapi.zalo.me and https://business.openapi.zalo.me: the table of what it answers. */
import type { FastifyInstance } from 'fastify';
import type { Call, Fake, Handler } from '../fake-call.js';
import { fakeServer } from '../fake-server.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { readQuality, sendTemplateToPhone, sendTemplateToUser } from './business.js';
import { refuse, succeed, zaloError } from './errors.js';
import { describeAccount, describeQuota, describeUser, listUsers } from './people.js';
import { sendConsultation } from './send.js';
import { uploadFile, uploadGif, uploadImage } from './uploads.js';

export const zaloFake: Fake = {
  platform: 'zalo',
  voice: { tokenExpired: () => zaloError(-220), code: (fault) => zaloError(fault.code ?? -200) },
};

type Endpoint = [method: string, path: string, handler: (world: World, call: Call) => ReturnType<Handler>];

const shut = (): never => refuse(-240);

const openapi: Endpoint[] = [
  ['POST', '/v3.0/oa/message/cs', sendConsultation],
  ['POST', '/v3.0/oa/message/template', sendTemplateToUser],
  ['POST', '/v3.0/oa/message/transaction', shut],
  ['POST', '/v3.0/oa/message/promotion', shut],
  ['POST', '/v2.0/oa/message', shut],
  ['POST', '/v2.0/oa/upload/image', uploadImage],
  ['POST', '/v2.0/oa/upload/gif', uploadGif],
  ['POST', '/v2.0/oa/upload/file', uploadFile],
  ['GET', '/v3.0/oa/user/detail', describeUser],
  ['GET', '/v3.0/oa/user/getlist', listUsers],
  ['POST', '/v3.0/oa/user/update', (world, call) => succeed(undefined, admit(world, call).headers)],
  ['POST', '/v2.0/oa/deletefollowerinfo', (world, call) => succeed(undefined, admit(world, call).headers)],
  ['GET', '/v2.0/oa/getoa', describeAccount],
  ['POST', '/v3.0/oa/quota/message', describeQuota],
];

const business: Endpoint[] = [
  ['POST', '/message/template', sendTemplateToPhone],
  ['GET', '/message/quota', readQuality],
];

/** An address Zalo does not know. */
const unknown: Handler = () => ({ status: 404, body: { error: 404, message: 'Empty api' } });

export function openapiRoutes(app: FastifyInstance, world: World): void {
  const route = fakeServer(app, world, zaloFake);
  for (const [method, path, handler] of openapi) route(method, `/zalo${path}`, (call) => handler(world, call));
  for (const [method, path, handler] of business)
    route(method, `/zalo-business${path}`, (call) => handler(world, call));
  for (const method of ['GET', 'POST']) {
    route(method, '/zalo/*', unknown);
    route(method, '/zalo-business/*', unknown);
  }
}
