/** What can be turned from outside: the clock, the faults, the settings, the grants, and everything back to the beginning. */
import { Impossible } from '../acts.js';
import type { Fault } from '../faults.js';
import { settle } from '../settle.js';
import { isObject, listIn, numberIn, objectIn, textIn } from '../shape.js';
import { firstRetryGaps, firstSettings, type Settings, type World } from '../world.js';
import type { Query } from './routes.js';

export const readClock = (world: World) => ({ now: world.clock.now(), offsetMs: world.clock.offsetMs() });

export async function moveClock(world: World, asked: unknown) {
  const ms = numberIn(objectIn(asked).advanceMs);
  if (ms === undefined || ms < 0) throw new Impossible('advanceMs must be 0 or more: the clock only goes forward');
  await world.clock.advance(ms);
  return readClock(world);
}

/** One fault or a list of them. */
export function addFaults(world: World, asked: unknown): Fault[] {
  return (Array.isArray(asked) ? listIn(asked) : [asked]).map((one) => {
    const fault = world.faults.add(one);
    if ('problem' in fault) throw new Impossible(fault.problem);
    return fault;
  });
}

export function removeFaults(world: World, query: Query): Fault[] {
  world.faults.remove(query.id === undefined ? undefined : Number(query.id));
  return world.faults.list();
}

export function changeSettings(world: World, asked: unknown): Settings {
  const { receipts, zaloButtons, requireProof } = isObject(asked) ? asked : {};
  const { settings } = world;
  if (typeof receipts === 'boolean') settings.receipts = receipts;
  if (typeof requireProof === 'boolean') settings.requireProof = requireProof;
  if (zaloButtons === 'plain' || zaloButtons === 'media' || zaloButtons === 'both') settings.zaloButtons = zaloButtons;
  world.hub.publish({ type: 'settings', settings });
  return settings;
}

/** `{ account }`: an administrator took the app's permission away; every token of the OA is void. */
export function revokeTokens(world: World, asked: unknown) {
  const oaId = textIn(objectIn(asked).account) ?? world.zalo[0]?.oaId ?? '';
  world.tokens.revoke(oaId);
  return { account: oaId };
}

/** New people, empty chats, no faults, no record, first settings, real time. Tokens and profiles stay: the product holds their other half. */
export async function reset(world: World) {
  world.people.clear();
  world.faults.remove();
  world.sent.clear();
  world.traffic?.clear();
  world.rates.clear();
  world.photos.clear();
  Object.assign(world.settings, firstSettings(world.options));
  Object.assign(world.webhooks.retryGapsMs, firstRetryGaps(world.options));
  Object.assign(world.webhooks.enabled, { zalo: true, messenger: true });
  await world.clock.reset();
  settle(world);
  world.hub.publish({ type: 'reset' });
  return {};
}
