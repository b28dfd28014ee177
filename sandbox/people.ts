/** The people who hold the two phones, and what stands in their chats. */
import type { Hub } from './hub.js';
import type { Ids } from './ids.js';
import type { Platform } from './options.js';

export interface Button {
  title: string;
  /** As the platform names it: `oa.query.hide`, `postback`, `web_url`, `text` (a quick reply) … */
  type: string;
  payload?: string | undefined;
  url?: string | undefined;
  phone?: string | undefined;
}
export interface Card {
  title: string;
  subtitle?: string | undefined;
  imageUrl?: string | undefined;
  buttons: Button[];
}
export type EntryStatus = 'sending' | 'waiting' | 'lost' | 'delivered' | 'seen';

export interface Entry {
  id: string;
  from: 'person' | 'account';
  at: number;
  kind: 'text' | 'photo' | 'sticker' | 'location' | 'audio' | 'video' | 'file' | 'cards' | 'form' | 'hidden' | 'note';
  text?: string | undefined;
  url?: string | undefined;
  place?: { latitude: number; longitude: number } | undefined;
  cards?: Card[] | undefined;
  buttons?: Button[] | undefined;
  quickReplies?: Button[] | undefined;
  /** Written by an official in the platform's own inbox, not by the product. */
  byOfficial?: boolean | undefined;
  reaction?: string | undefined;
  deleted?: boolean | undefined;
  status?: EntryStatus | undefined;
}

export interface Person {
  platform: Platform;
  accountId: string;
  id: string;
  name: string;
  /** Zalo: follows the OA. Messenger: has begun the conversation. */
  follows: boolean;
  blocked: boolean;
  /** Last act that opens the platform's window; null = never wrote. */
  lastActAt: number | null;
  phone?: string | undefined;
  typingUntil: number;
  chat: Entry[];
}

export interface People {
  add: (about: { platform: Platform; accountId: string; name?: string; id?: string }) => Person;
  find: (platform: Platform, id: string) => Person | undefined;
  list: (platform?: Platform) => Person[];
  /** Writes into the chat, or over the entry with the same id. */
  write: (person: Person, entry: Entry) => void;
  changed: (person: Person) => void;
  restore: (people: Person[]) => void;
  clear: () => void;
}

const historyLength = 300;

export const withoutChat = ({ chat: _, ...rest }: Person): Omit<Person, 'chat'> => rest;

export function createPeople(hub: Hub, ids: Ids, lean: boolean): People {
  const everybody = new Map<string, Person>();
  const counts = { zalo: 0, messenger: 0 };
  const kept = lean ? 1 : historyLength;
  const keyOf = (platform: Platform, id: string) => `${platform}:${id}`;

  function changed(person: Person): void {
    hub.publish({ type: 'person', person: withoutChat(person) });
  }

  return {
    changed,
    add({ platform, accountId, name, id }) {
      counts[platform] += 1;
      const person: Person = {
        platform,
        accountId,
        id: id ?? ids.decimal(platform === 'zalo' ? 19 : 17),
        name: name ?? `Người dân ${counts[platform]}`,
        follows: false,
        blocked: false,
        lastActAt: null,
        typingUntil: 0,
        chat: [],
      };
      everybody.set(keyOf(platform, person.id), person);
      changed(person);
      return person;
    },
    find: (platform, id) => everybody.get(keyOf(platform, id)),
    list: (platform) => [...everybody.values()].filter((person) => !platform || person.platform === platform),
    write(person, entry) {
      const place = person.chat.findIndex((other) => other.id === entry.id);
      if (place >= 0) person.chat[place] = entry;
      else person.chat.push(entry);
      if (person.chat.length > kept) person.chat.shift();
      if (!lean) hub.publish({ type: 'entry', platform: person.platform, user: person.id, entry });
    },
    restore(people) {
      for (const person of people) {
        everybody.set(keyOf(person.platform, person.id), person);
        counts[person.platform] += 1;
      }
    },
    clear() {
      everybody.clear();
      counts.zalo = 0;
      counts.messenger = 0;
    },
  };
}
