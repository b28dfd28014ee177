/** The fake of https://graph.facebook.com/v26.0: the table of what it answers. */
import type { FastifyInstance } from 'fastify';
import type { Answer, Call, Fake } from '../fake-call.js';
import { fakeServer } from '../fake-server.js';
import { objectIn } from '../shape.js';
import type { World } from '../world.js';
import { admit } from './access.js';
import { graphError, refuse, refuseParameter } from './errors.js';
import { eraseProfile, readProfile, writeProfile } from './profile.js';
import { webhookFields } from './profiles.js';
import { sendMessage } from './send.js';

export const messengerFake: Fake = {
  platform: 'messenger',
  voice: { tokenExpired: () => graphError(190, 463), code: (fault) => graphError(fault.code ?? 2, fault.subcode) },
};

type Endpoint = [method: string, path: string, handler: (world: World, call: Call) => Answer];

const graph: Endpoint[] = [
  ['POST', '/:page/messages', sendMessage],
  ['POST', '/me/messenger_profile', writeProfile],
  ['GET', '/me/messenger_profile', readProfile],
  ['DELETE', '/me/messenger_profile', eraseProfile],
  ['POST', '/:page/subscribed_apps', subscribe],
  ['GET', '/:page/subscribed_apps', readSubscription],
  ['DELETE', '/:page/subscribed_apps', unsubscribe],
  ['POST', '/:page/message_attachments', upload],
  ['GET', '/:id', readNode],
];

export function graphRoutes(app: FastifyInstance, world: World): void {
  const route = fakeServer(app, world, messengerFake);
  for (const [method, path, handler] of graph)
    route(method, `/graph/:version${path}`, (call) => {
      if (!/^v\d+\.\d$/.test(call.params.version ?? '')) refuse(2500);
      return handler(world, call);
    });
  for (const method of ['GET', 'POST', 'DELETE']) route(method, '/graph/*', () => graphError(2500));
}

function subscribe(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const fields = (call.query.subscribed_fields ?? '').split(',').filter(Boolean);
  const unknown = fields.find((field) => !webhookFields.includes(field));
  if (fields.length === 0 || unknown) refuseParameter(`Param subscribed_fields must be one of {${webhookFields}}`);
  world.profiles.of(account.pageId).fields = fields;
  return { status: 200, headers, body: { success: true } };
}

function readSubscription(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const { fields } = world.profiles.of(account.pageId);
  const data = fields.length > 0 ? [{ id: account.appId, subscribed_fields: fields }] : [];
  return { status: 200, headers, body: { data } };
}

function unsubscribe(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  world.profiles.of(account.pageId).fields = [];
  return { status: 200, headers, body: { success: true } };
}

/** Nothing is kept but an id; 25 MB is the largest file. */
function upload(world: World, call: Call): Answer {
  const { headers } = admit(world, call);
  if (call.body.length === 0) refuseParameter('param message[attachment] is required');
  return { status: 200, headers, body: { attachment_id: world.ids.decimal(16) } };
}

/** The Page itself, or a person who has written to it. */
function readNode(world: World, call: Call): Answer {
  const { account, headers } = admit(world, call);
  const id = call.params.id ?? '';
  if (id === 'me' || id === account.pageId) {
    const page = { id: account.pageId, name: account.name ?? 'Page' };
    return { status: 200, headers, body: page };
  }
  const person = world.people.find('messenger', id);
  if (person?.accountId !== account.pageId || person.lastActAt === null) return refuse(100, 33);
  const all = { id, first_name: person.name, last_name: '', name: person.name, profile_pic: '' };
  const asked = (call.query.fields ?? 'first_name,last_name,profile_pic').split(',');
  const picked = Object.entries(objectIn(all)).filter(([field]) => field === 'id' || asked.includes(field));
  return { status: 200, headers, body: Object.fromEntries(picked) };
}
