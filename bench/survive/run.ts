/** One run: people answer, the product is killed again and again, and in the end what happened is compared with what stands there. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startFakes } from '../stage/fakes.js';
import { liftRates } from '../stage/product.js';
import { createDice, type Dice } from '../stage/random.js';
import { type Carrier, createCarrier } from './carrier.js';
import { judge, type Verdict } from './judge.js';
import { killAgainAndAgain } from './killer.js';
import { besideDatabase, type Place, withOwnDatabase } from './place.js';
import type { Kill } from './record.js';
import { readStored } from './stored.js';
import { createTown, type Town } from './town.js';

export interface Survival {
  verdict: Verdict;
  kills: Kill[];
  counts: Carrier['counts'];
  answeredMs: number[];
  surveys: number;
  answers: number;
  messages: number;
  seconds: number;
}

export interface SurviveOptions {
  people: number;
  kills: number;
  seed: number;
  ownDatabase: boolean;
  redisUrl: string | undefined;
  tell: (line: string) => void;
}

/** A platform across the sea: a request and its answer take their time, so there is always something in flight. */
const wayMs = { from: 5, to: 60 };
const finishWithinMs = 90_000;
const settleWithinMs = 30_000;

export async function survive(options: SurviveOptions): Promise<Survival> {
  const dice = createDice(options.seed);
  let town: Town | undefined;
  const fakes = await startFakes((message) => town?.receive(message), {
    wayMs: () => dice.between(wayMs.from, wayMs.to),
  });
  const place = await (options.ownDatabase ? withOwnDatabase : besideDatabase)({
    fakesUrl: fakes.url,
    redisUrl: options.redisUrl,
  });
  const carrier = createCarrier(place.port, dice);
  town = createTown(options.people, carrier, dice);
  try {
    return await run(options, { place, carrier, town, dice });
  } finally {
    await carrier.close();
    await fakes.close();
    await place.close();
  }
}

interface Parts {
  place: Place;
  carrier: Carrier;
  town: Town;
  dice: Dice;
}

async function run({ kills: count, tell }: SurviveOptions, { place, carrier, town, dice }: Parts): Promise<Survival> {
  const first = place.start();
  await first.ready;
  const databaseUrl = place.databaseUrl();
  await liftRates(databaseUrl);
  const begun = performance.now();
  town.begin();
  const victim = { start: place.start, lastAcceptedAt: town.lastAcceptedAt, databaseUrl };
  const { program, kills } = await killAgainAndAgain(victim, first, {
    kills: count,
    dice,
    told: ({ inFlight, startedMs }, number) =>
      tell(
        `kill ${number} of ${count}: ${inFlight} in flight, ${town.accepted()} messages so far${startedMs === null ? ', while starting' : ''}`,
      ),
  });
  town.windDown();
  await town.done(finishWithinMs);
  await carrier.idle();
  await untilSettled(databaseUrl);
  const seconds = (performance.now() - begun) / 1000;
  const records = town.people.map(({ record }) => record);
  const stored = await readStored(databaseUrl, records);
  await program.stop();
  const surveys = records.flatMap((record) => record.surveys);
  return {
    verdict: judge(records, stored),
    kills,
    counts: carrier.counts,
    answeredMs: carrier.answeredMs,
    surveys: surveys.filter(({ finished }) => finished).length,
    answers: surveys.reduce((sum, { answers }) => sum + Object.keys(answers).length, 0),
    messages: town.accepted(),
    seconds,
  };
}

/** Nothing waits to be handled or to be sent; what never settles is for the judge. */
async function untilSettled(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const end = performance.now() + settleWithinMs;
  while (performance.now() < end) {
    const { rows } = await client.query<{ open: number }>(
      `SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL)::int
         + (SELECT count(*) FROM message WHERE status IN ('queued', 'sending'))::int AS open`,
    );
    if (rows[0]?.open === 0) break;
    await sleep(100);
  }
  await client.end();
}
