/** A person's phone: what they can do on it and what they see, over the sandbox's HTTP interface as the page does it. */
import { request } from 'undici';
import type { Platform } from '../../sandbox/options.js';
import type { Entry, Person } from '../../sandbox/people.js';
import type { SentRecord, TrafficRecord } from '../../sandbox/traffic.js';
import type { Outcome } from '../../sandbox/webhooks.js';

export type { Entry, Outcome, Platform, SentRecord, TrafficRecord };
export type Act = Record<string, unknown>;
export interface Said {
  messageId?: string;
  webhook: Outcome | null;
}

/** One call to the sandbox; throws what it answers when it says no. */
export async function ask<T>(address: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await request(`${address}/api/${path}`, {
    method: method as 'GET',
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`${method} ${path}: ${response.statusCode} ${text}`);
  return JSON.parse(text) as T;
}

export interface Phone {
  platform: Platform;
  user: string;
  /** Does something and says how the webhook was answered; whoever wants the reply waits for it. */
  act: (act: Act) => Promise<Said>;
  chat: () => Promise<Entry[]>;
  /** What the account has said, oldest first. */
  heard: () => Promise<string[]>;
  /** The newest message with something to tap, and what can be tapped. */
  options: () => Promise<string[]>;
  /** Payload of the newest button with this title. */
  payload: (title: string) => Promise<string>;
}

export async function pickUp(address: string, platform: Platform, name?: string): Promise<Phone> {
  const { id: user } = await ask<Person>(address, 'POST', 'people', { platform, ...(name && { name }) });
  return phoneOf(address, platform, user);
}

export function phoneOf(address: string, platform: Platform, user: string): Phone {
  const chat = () => ask<Entry[]>(address, 'GET', `chat?platform=${platform}&user=${user}`);
  const buttonsOf = (entry: Entry) => [...(entry.buttons ?? []), ...(entry.quickReplies ?? [])];
  return {
    platform,
    user,
    act: (act) => ask<Said>(address, 'POST', 'say', { platform, user, ...act }),
    chat,
    heard: async () =>
      (await chat()).filter(({ from, byOfficial }) => from === 'account' && !byOfficial).map(({ text }) => text ?? ''),
    options: async () => {
      const last = (await chat()).findLast((entry) => buttonsOf(entry).length > 0);
      return last ? buttonsOf(last).map(({ title }) => title) : [];
    },
    payload: async (title) => {
      const button = (await chat())
        .reverse()
        .flatMap(buttonsOf)
        .find((one) => one.title === title);
      if (!button?.payload) throw new Error(`no button "${title}" stands in this chat`);
      return button.payload;
    },
  };
}
