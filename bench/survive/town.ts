/** Two hundred people on both channels, and their phones. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Received } from '../stage/fakes.js';
import type { Dice } from '../stage/random.js';
import type { Carrier } from './carrier.js';
import { createPerson, type Person } from './person.js';

export interface Town {
  people: Person[];
  receive: (message: Received) => void;
  lastAcceptedAt: () => number;
  accepted: () => number;
  begin: () => void;
  windDown: () => void;
  /** Resolves when everybody is done, or when the patience is over. */
  done: (patienceMs: number) => Promise<void>;
}

const firstUser = 4_000_000_000_000_000;
/** Not everybody writes in the same second. */
const arrivalMs = 4_000;

export function createTown(size: number, carrier: Carrier, dice: Dice): Town {
  const people = Array.from({ length: size }, (_, index) =>
    createPerson(index % 2 === 0 ? 'messenger' : 'zalo', String(firstUser + index), carrier, dice),
  );
  const byUser = new Map(people.map((person) => [person.record.user, person]));
  let lastAcceptedAt = 0;
  let accepted = 0;
  return {
    people,
    receive: (message) => {
      lastAcceptedAt = performance.now();
      accepted += 1;
      byUser.get(message.user)?.receive(message);
    },
    lastAcceptedAt: () => lastAcceptedAt,
    accepted: () => accepted,
    begin: () => {
      for (const person of people) void sleep(dice.between(0, arrivalMs)).then(person.begin);
    },
    windDown: () => {
      for (const person of people) person.windDown();
    },
    done: async (patienceMs) => {
      const end = performance.now() + patienceMs;
      while (performance.now() < end && !people.every((person) => person.isDone())) await sleep(50);
      for (const person of people) person.record.stuck = !person.isDone();
    },
  };
}
