/** Kills the product at random moments, counts what was in flight, and starts it again at once, as any supervisor would. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Program } from '../stage/program.js';
import type { Dice } from '../stage/random.js';
import type { Kill } from './record.js';

export interface Victim {
  start: () => Program;
  /** When the last message was accepted by a platform, by `performance.now()`. */
  lastAcceptedAt: () => number;
  /** Where its database is: asked only after it is up for the first time. */
  databaseUrl: string;
}

/** Most kills hit it at work; some while it is starting. */
const whileStarting = 0.15;
const startsWithinMs = 1_500;
const worksForMs = 4_000;
const recoversWithinMs = 30_000;

export async function killAgainAndAgain(
  victim: Victim,
  first: Program,
  { kills, dice, told }: { kills: number; dice: Dice; told: (kill: Kill, number: number) => void },
): Promise<{ program: Program; kills: Kill[] }> {
  const observer = new pg.Client({ connectionString: victim.databaseUrl, application_name: 'observer' });
  await observer.connect();
  const all: Kill[] = [];
  let program = first;
  for (let number = 1; number <= kills; number += 1) {
    const midStart = number > 1 && dice.chance(whileStarting);
    const startedMs = midStart ? null : await untilReady(program);
    await sleep(dice.between(0, midStart ? startsWithinMs : worksForMs));
    const killedAt = performance.now();
    program.kill();
    await program.ended;
    await untilAlone(observer);
    const inFlight = await countSending(observer, program.pid);
    program = victim.start();
    const kill: Kill = { inFlight, startedMs, recoveredMs: null };
    all.push(kill);
    watchRecovery(victim, killedAt, kill).catch(() => undefined);
    told(kill, number);
  }
  await untilReady(program);
  await observer.end();
  return { program, kills: all };
}

async function untilReady(program: Program): Promise<number> {
  const begun = performance.now();
  await program.ready;
  return performance.now() - begun;
}

async function watchRecovery({ lastAcceptedAt }: Victim, killedAt: number, kill: Kill): Promise<void> {
  // What was on its way when it died may still arrive; what comes from the next process comes later than it takes to start.
  const inFlightMs = 300;
  while (performance.now() < killedAt + recoversWithinMs) {
    if (lastAcceptedAt() > killedAt + inFlightMs) {
      kill.recoveredMs = lastAcceptedAt() - killedAt;
      return;
    }
    await sleep(20);
  }
}

/** A statement of the killed process may still be running: until its connections are gone, the picture changes. */
async function untilAlone(observer: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await observer.query<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    );
    if (rows[0]?.others === 0) return;
    await sleep(10);
  }
}

/** What the killed process held; what an earlier one left behind, and nobody has taken up yet, was counted at that one's end. */
async function countSending(observer: pg.Client, pid: number): Promise<number> {
  const { rows } = await observer.query<{ sending: number }>(
    `SELECT count(*)::int AS sending FROM message JOIN process ON process.id = held_by
     WHERE status = 'sending' AND process.pid = $1`,
    [pid],
  );
  return rows[0]?.sending ?? 0;
}
