/** POST /api/say: a person does something. Drives a phone over HTTP only, from the page as from tests. */
import { type Act, type Acts, follow, Impossible, perform } from '../acts.js';
import { messengerActs } from '../messenger/acts.js';
import { tellMessenger } from '../messenger/tell.js';
import { type Platform, platforms } from '../options.js';
import type { Entry, Person } from '../people.js';
import { isObject, type Json, textIn } from '../shape.js';
import type { Outcome } from '../webhooks.js';
import type { World } from '../world.js';
import { zaloActs } from '../zalo/acts.js';
import { tellZalo } from '../zalo/tell.js';

const actsOf: Record<Platform, Acts> = { zalo: zaloActs, messenger: messengerActs };

export interface Said {
  platform: Platform;
  user: string;
  messageId?: string | undefined;
  /** The product's answer to the first try; null when the platform keeps the act to itself. */
  webhook: Outcome | null;
}

interface Prepared {
  person: Person;
  act: Act;
  entry: Entry | undefined;
}

/** One act, or a list that the platform delivers together (Messenger: in one POST). */
export async function say(world: World, asked: unknown): Promise<Said[]> {
  const prepared = (Array.isArray(asked) ? asked : [asked]).map((one) => prepare(world, one));
  const outcomes = [...zaloDeliveries(world, prepared), ...messengerDeliveries(world, prepared)];
  const settled = new Map(await Promise.all(outcomes));
  for (const one of prepared) if (one.act.callBack) settled.set(one, await one.act.callBack());
  return prepared.map((one) => ({
    platform: one.person.platform,
    user: one.person.id,
    messageId: one.act.entry?.id,
    webhook: settled.get(one) ?? null,
  }));
}

function prepare(world: World, asked: unknown): Prepared {
  if (!isObject(asked)) throw new Impossible('send {"platform":"zalo","text":"xin chào"}');
  const person = findPerson(world, asked);
  const acts = actsOf[person.platform];
  const name = Object.keys(asked).find((key) => Object.hasOwn(acts, key));
  const make = name && acts[name];
  if (!make) throw new Impossible(`say what the person does: one of ${Object.keys(acts).join(', ')}`);
  if (person.blocked && name !== 'unblock')
    throw new Impossible('this person has blocked the account: unblock first', 'blocked');
  const act = make({ world, person, value: asked[name], now: world.clock.now() });
  return { person, act, entry: perform(world, person, act) };
}

/** The named person, or the platform's first. */
export function findPerson(world: World, asked: Json): Person {
  const platform = platforms.find((known) => known === asked.platform);
  if (!platform) throw new Impossible(`platform must be one of ${platforms.join(', ')}`);
  const user = textIn(asked.user);
  const person = user === undefined ? world.people.list(platform)[0] : world.people.find(platform, user);
  if (!person) throw new Impossible(`nobody has this id on ${platform}: POST /api/people adds a person`);
  return person;
}

type Delivery = Promise<[Prepared, Outcome]>;

function zaloDeliveries(world: World, prepared: Prepared[]): Delivery[] {
  return prepared.flatMap((one) => {
    const account = world.zalo.find((known) => known.oaId === one.person.accountId);
    if (one.person.platform !== 'zalo' || !account) return [];
    const progress = follow(world, one.person, one.entry);
    return one.act.events.map(async (event): Delivery => [one, await tellZalo(world, account, event, progress)]);
  });
}

function messengerDeliveries(world: World, prepared: Prepared[]): Delivery[] {
  return world.messenger.flatMap((account) => {
    const mine = prepared.filter(
      ({ person, act }) =>
        person.platform === 'messenger' && person.accountId === account.pageId && act.events.length > 0,
    );
    if (mine.length === 0) return [];
    const ticks = mine.map((one) => follow(world, one.person, one.entry));
    const items = mine.flatMap((one) => one.act.events);
    const told = tellMessenger(world, account, items, (state) => {
      for (const tick of ticks) tick(state);
    });
    return mine.map(async (one): Delivery => [one, await told]);
  });
}
