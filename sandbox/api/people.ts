/** Who holds the phones, and one person's chat. */
import { Impossible } from '../acts.js';
import { type Platform, platforms } from '../options.js';
import { type Entry, type Person, withoutChat } from '../people.js';
import { numberIn, objectIn, textIn } from '../shape.js';
import type { World } from '../world.js';
import type { Query } from './routes.js';
import { findPerson } from './say.js';

type Shown = Omit<Person, 'chat'>;

const platformIn = (value: unknown): Platform | undefined => platforms.find((known) => known === value);

export const readPeople = (world: World, query: Query): Shown[] =>
  world.people.list(platformIn(query.platform)).map(withoutChat);

/** `{ platform, name?, id?, account?, count? }`: one person, or a list of `count`. */
export function addPeople(world: World, asked: unknown): Shown | Shown[] {
  const body = objectIn(asked);
  const platform = platformIn(body.platform);
  if (!platform) throw new Impossible(`platform must be one of ${platforms.join(', ')}`);
  const count = numberIn(body.count);
  if (count === undefined) return addPerson(world, platform, body);
  return Array.from({ length: count }, () => addPerson(world, platform, { account: body.account }));
}

function addPerson(world: World, platform: Platform, about: Record<string, unknown>): Shown {
  const accountId = textIn(about.account) ?? firstAccount(world, platform);
  const name = textIn(about.name);
  const id = textIn(about.id);
  return withoutChat(world.people.add({ platform, accountId, ...(name ? { name } : {}), ...(id ? { id } : {}) }));
}

export function firstAccount(world: World, platform: Platform): string {
  const id = platform === 'zalo' ? world.zalo[0]?.oaId : world.messenger[0]?.pageId;
  if (!id) throw new Impossible(`the sandbox knows no ${platform} account`);
  return id;
}

export const readChat = (world: World, query: Query): Entry[] => findPerson(world, query).chat;
