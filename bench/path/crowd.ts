/**
 * Citizens who take the survey: each says something, waits for the answer, says the next thing. Half of them tap, half type numbers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { flow as survey } from '../../flows/surveys/one-stop-shop.js';
import type { Platform } from '../../sandbox/options.js';
import type { Connections } from '../stage/connections.js';
import type { Received } from '../stage/fakes.js';
import { type Happened, requestBytes, webhookOf } from '../stage/webhooks.js';

/** mixed: new people who take two surveys each; returning: people known already; newcomers: nobody writes twice. */
export const kinds = ['mixed', 'returning', 'newcomers'] as const;
export type Kind = (typeof kinds)[number];

export interface Tally {
  steps: number;
  /** Messages that the fake platform accepted. */
  messagesOut: number;
  seconds: number;
}

export interface Crowd {
  /** Lets so many steps happen, so many people at once. */
  walk: (kind: Kind, steps: number, atOnce: number, connections: Connections) => Promise<Tally>;
  receive: (message: Received) => void;
  /** Surveys that people have finished: what must be found in the database. */
  surveysFinished: () => number;
}

interface Person {
  user: string;
  taps: boolean;
  /** What they were asked last. */
  asked: Received | null;
  heard: ((message: Received) => void) | null;
}

type Says = { text: string } | { level: number };
interface Step {
  person: Person;
  says: Says;
  /** The survey's last answer is followed by thanks, everything else by a question. */
  last?: boolean;
}

const surveysEach = 2;
/** Longer than any pause the product makes before it tries again. */
const patienceMs = 20_000;

export function createCrowd(platform: Platform, firstUser: number): Crowd {
  const people = new Map<string, Person>();
  const known: Person[] = [];
  const slots = new Map<Kind, Generator<Step, never>[]>();
  let users = firstUser;
  let messages = 0;
  let finished = 0;
  let heard = 0;

  const newPerson = (): Person => {
    users += 1;
    const person: Person = { user: String(users), taps: users % 2 === 0, asked: null, heard: null };
    people.set(person.user, person);
    return person;
  };

  function* introduction(person: Person): Generator<Step, void> {
    yield { person, says: { text: 'khảo sát' } };
    yield { person, says: { text: 'đồng ý' } };
  }
  function* takeSurvey(person: Person): Generator<Step, void> {
    yield { person, says: { text: survey.title.vi } };
    for (const last of [false, false, true]) yield { person, says: { level: 1 + ((users + messages) % 5) }, last };
  }
  function* live(kind: Kind): Generator<Step, never> {
    for (;;) {
      const person = kind === 'returning' ? (known.shift() ?? newPerson()) : newPerson();
      if (kind === 'newcomers') {
        yield { person, says: { text: 'khảo sát' } };
        people.delete(person.user);
        continue;
      }
      if (person.asked === null) yield* introduction(person);
      else yield { person, says: { text: 'khảo sát' } };
      yield* takeSurvey(person);
      for (let more = kind === 'mixed' ? surveysEach - 1 : 0; more > 0; more -= 1) {
        yield { person, says: { text: 'khảo sát' } };
        yield* takeSurvey(person);
      }
      known.push(person);
    }
  }

  const say = async ({ person, says, last }: Step, connections: Connections): Promise<void> => {
    messages += 1;
    const answered = hear(person, last ?? false);
    const status = await connections.post(requestBytes(webhookOf([happening(platform, person, says, messages)])));
    if (status !== 200) throw new Error(`a webhook was answered ${status}`);
    person.asked = await inTime(answered, () => `${person.user} said ${JSON.stringify(says)} and heard nothing`);
    if (last) finished += 1;
  };

  const slotsFor = (kind: Kind, count: number): Generator<Step, never>[] => {
    const there = slots.get(kind) ?? [];
    while (there.length < count) there.push(live(kind));
    slots.set(kind, there);
    return there.slice(0, count);
  };

  return {
    walk: async (kind, steps, atOnce, connections) => {
      const begun = performance.now();
      const heardBefore = heard;
      let left = steps;
      const go = async (slot: Generator<Step, never>): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const { value } = slot.next();
          await say(value, connections);
        }
      };
      await Promise.all(slotsFor(kind, atOnce).map(go));
      return { steps, messagesOut: heard - heardBefore, seconds: (performance.now() - begun) / 1000 };
    },
    receive: (message) => {
      heard += 1;
      people.get(message.user)?.heard?.(message);
    },
    surveysFinished: () => finished,
  };
}

/** The turn is over when a question has come; after the last answer, when anything has. */
const hear = (person: Person, last: boolean): Promise<Received> =>
  new Promise((resolve) => {
    person.heard = (message) => {
      if (!last && message.options.length === 0) return;
      person.heard = null;
      resolve(message);
    };
  });

async function inTime<Result>(work: Promise<Result>, otherwise: () => string): Promise<Result> {
  const late = new AbortController();
  const patience = sleep(patienceMs, undefined, { signal: late.signal }).then(() => {
    throw new Error(otherwise());
  });
  patience.catch(() => undefined);
  return Promise.race([work, patience]).finally(() => late.abort());
}

function happening(platform: Platform, person: Person, says: Says, number: number): Happened {
  const base = { platform, user: person.user, id: `m_${person.user}_${number}`, at: Date.now() };
  if ('text' in says) return { ...base, what: 'text', text: says.text };
  const option = person.taps ? person.asked?.options[says.level - 1] : undefined;
  if (option) return { ...base, what: 'tap', title: option.title, payload: option.payload };
  return { ...base, what: 'text', text: String(says.level) };
}
