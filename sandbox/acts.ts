/** What a person can do on a phone, independent of the platform: what shows in the chat, and what the platform makes of it. */
import type { Button, Entry, Person } from './people.js';
import { isObject, type Json, textIn } from './shape.js';
import type { Outcome } from './webhooks.js';
import type { World } from './world.js';

export interface Act {
  /** Shown in the person's own chat. */
  entry?: Omit<Entry, 'from' | 'at' | 'status'>;
  /** Events in the platform's own shape; none = the platform keeps it to itself. */
  events: Json[];
  /** Does it open the platform's reply window? */
  opens: boolean;
  /** What the platform asks of the product outside the webhook. */
  callBack?: () => Promise<Outcome>;
}

export interface Doing {
  world: World;
  person: Person;
  value: unknown;
  now: number;
}

export type Acts = Record<string, (doing: Doing) => Act>;

/** The person can't do that on their phone now. `code` lets the page say it in its own words. */
export class Impossible extends Error {
  readonly code: string;
  constructor(message: string, code = 'impossible') {
    super(message);
    this.code = code;
  }
}

export const nothing: Act = { events: [], opens: false };

const sameText = (one: string | undefined, other: string): boolean => one?.normalize('NFC') === other.normalize('NFC');

export interface Found {
  button: Button;
  entry: Entry;
  /** A chip above the keyboard rather than a button under a bubble. */
  chip: boolean;
}

/** The newest button with this title or payload. `{ title, payload, message }` narrows it down. */
export function findButton(person: Person, wanted: unknown): Found {
  const asked = isObject(wanted) ? wanted : { any: wanted };
  const any = textIn(asked.any);
  const title = textIn(asked.title);
  const payload = textIn(asked.payload);
  const fits = (button: Button) =>
    any === undefined
      ? (title === undefined || sameText(button.title, title)) && (payload === undefined || button.payload === payload)
      : sameText(button.title, any) || button.payload === any;
  if ((any ?? title ?? payload) === undefined) throw new Impossible('say which button: its title or its payload');
  for (const entry of [...person.chat].reverse()) {
    if (asked.message !== undefined && entry.id !== asked.message) continue;
    const button = [...(entry.buttons ?? []), ...(entry.cards ?? []).flatMap((card) => card.buttons)].find(fits);
    if (button) return { button, entry, chip: false };
    const chip = entry.quickReplies?.find(fits);
    if (chip) return { button: chip, entry, chip: true };
  }
  throw new Impossible(`no button "${any ?? title ?? payload}" stands in this chat`);
}

/** A person does something: their chat shows it, the window opens, and the platform's events are ready to go. */
export function perform(world: World, person: Person, act: Act): Entry | undefined {
  const now = world.clock.now();
  if (act.opens) {
    person.lastActAt = now;
    world.people.changed(person);
  }
  if (!act.entry || world.lean) return undefined;
  const entry: Entry = {
    ...act.entry,
    from: 'person',
    at: now,
    ...(act.events.length > 0 ? { status: 'sending' } : {}),
  };
  world.people.write(person, entry);
  return entry;
}

/** Keeps the tick under a bubble true: on its way, delivered, waiting for the next try, lost. */
export function follow(world: World, person: Person, entry: Entry | undefined) {
  return (status: 'delivered' | 'waiting' | 'lost'): void => {
    if (!entry) return;
    const latest = person.chat.find((other) => other.id === entry.id) ?? entry;
    if (latest.status !== 'seen') world.people.write(person, { ...latest, status });
  };
}

/** Address of a picture: a file of page/photos, one that was uploaded, or any URL. */
export function pictureUrl(world: World, value: unknown): string {
  const name = textIn(value) ?? 'street.jpg';
  if (/^https?:/.test(name)) return name;
  return `${world.origin}/${world.photos.has(name) ? '' : 'page/'}photos/${name}`;
}

export function placeIn(value: unknown): { latitude: number; longitude: number } {
  const place = isObject(value) ? value : {};
  /** Quảng trường Ba Đình, Hà Nội. */
  const latitude = typeof place.latitude === 'number' ? place.latitude : 21.0369;
  const longitude = typeof place.longitude === 'number' ? place.longitude : 105.8346;
  return { latitude, longitude };
}

export function wordsIn(value: unknown): string {
  const text = textIn(value);
  if (!text) throw new Impossible('text must not be empty');
  return text;
}
