/**
 * Webhooks come twice, overtake each other, and processes die at the worst moment: the answers are those of each tap delivered once and in
 * order. Through the real runner on a real database; only the sending is left out.
 */
import fc from 'fast-check';
import type { PoolClient } from 'pg';
import { expect, it } from 'vitest';
import { signTap } from '../../bot/channels/tap.js';
import type { IncomingEvent } from '../../bot/inbox/intake.js';
import { createRunner, type Runner, type Sender } from '../../bot/runner/drain.js';
import { randomNames } from '../../bot/runner/handle-event.js';
import { createWords } from '../../locales/index.js';
import type { Database } from '../../prisma/client.js';
import { contactIdOf } from '../../prisma/seal.js';
import { openHouse } from '../support/house.js';

const house = await openHouse({ role: 'api' });
const words = await createWords();
const account = house.path.accounts.ofPlatform('zalo')[0];
if (!account) throw new Error('no account');
const questions = ['staff', 'time', 'overall'] as const;

type Crash = 'before-commit' | 'after-commit';
class Crashed extends Error {
  code = 'ECONNRESET';
}

/** The database, with a process that dies at the next commit: before PostgreSQL has heard of it, or right after. */
function dyingDatabase(crashes: Crash[]): Database {
  const connect = async () => {
    const client = await house.database.hot.connect();
    const crash = crashes.shift();
    const query = client.query.bind(client) as unknown as (...args: unknown[]) => Promise<unknown>;
    const dying = Object.create(client) as Omit<PoolClient, 'query'> & { query: unknown };
    dying.query = async (...args: unknown[]) => {
      if (args[0] !== 'COMMIT' || !crash) return query(...args);
      await query(crash === 'after-commit' ? 'COMMIT' : 'ROLLBACK');
      throw new Crashed('the process is gone');
    };
    dying.release = () => client.release();
    return dying;
  };
  return { ...house.database, hot: { connect } as unknown as Database['hot'] };
}

const nobody: Sender = {
  deliver: () => undefined,
  wake: () => undefined,
  takeMarks: () => [],
  marksWritten: () => undefined,
  giveBackMarks: () => undefined,
  flushed: async () => undefined,
};

function newRunner(crashes: Crash[]): Runner {
  return createRunner({
    database: dyingDatabase(crashes),
    processId: () => 1,
    clock: house.clock,
    sender: nobody,
    prepare: house.path.shelf.fetchFor,
    tools: (now) => ({
      engine: house.engine,
      flows: house.path.shelf,
      keys: house.keys,
      phrase: words.phrase,
      now,
      names: randomNames,
      channel: () => ({ id: account?.id ?? 0, platform: 'zalo', accountId: account?.accountId ?? '', windowHours: 48 }),
    }),
  });
}

/** Runs until there is nothing to do; every death is followed by a new start. */
async function drain(crashes: Crash[] = []): Promise<void> {
  for (;;) {
    try {
      return void (await newRunner(crashes).drain());
    } catch (error) {
      if (!(error instanceof Crashed)) throw error;
    }
  }
}

let people = 0;
/** Somebody in front of the first question, and how their taps look. */
async function newPerson() {
  people += 1;
  const userId = `90000000000000${people}`;
  const contactId = contactIdOf(house.keys.contactKey, account?.id ?? 0, userId);
  const event = (
    messageId: string,
    at: number,
    what: { kind: 'text'; text: string } | { kind: 'tap'; payload: string },
  ): IncomingEvent => ({
    channelId: account?.id ?? 0,
    platform: 'zalo',
    trace: messageId,
    userId,
    event: { ...what, key: messageId, messageId, accountId: account?.accountId ?? '', userId, at, opensWindow: true },
  });
  const session = async () => {
    const [row] = await house.rows<{ state_sealed: Buffer }>('SELECT state_sealed FROM session WHERE contact_id = $1', [
      contactId,
    ]);
    const { sessions } = JSON.parse(house.keys.sealer.open(row?.state_sealed ?? Buffer.alloc(0))) as {
      sessions: { id: string }[];
    };
    return sessions[0]?.id ?? '';
  };
  const payload = (node: string, option: string, of: string) =>
    signTap(house.keys.tapKey, contactId, { session: of, node, option });
  const name = (what: string) => `${userId}-${what}`;
  const started = house.clock.now() - 60_000;

  await house.path.intake.store([event(name('hello'), started, { kind: 'text', text: 'khảo sát' })]);
  await drain();
  await house.path.intake.store([
    event(name('yes'), started + 1, { kind: 'tap', payload: payload('ask', 'yes', await session()) }),
  ]);
  await drain();
  const survey = await session();
  const tap = (question: number, option: number, copy: number): IncomingEvent =>
    event(name(`tap-${question}-${copy}`), started + 10 + question, {
      kind: 'tap',
      payload: payload(questions[question] ?? '', String(option), survey),
    });
  return { contactId, tap };
}

/** Each tap at least once; `copy` 1 is the same webhook again, 2 a second tap on the same button. */
const deliveries = fc
  .tuple(
    fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
    fc.array(fc.record({ question: fc.nat(2), copy: fc.constantFrom(0, 0, 1) }), { maxLength: 5 }),
  )
  .chain(([order, more]) => {
    const all = [...order.map((question) => ({ question, copy: 0 })), ...more];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
const story = fc.record({
  levels: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  deliveries,
  /** After which deliveries the runner comes by, and how it dies meanwhile. */
  runs: fc.array(
    fc.record({
      after: fc.nat(8),
      crashes: fc.array(fc.constantFrom<Crash>('before-commit', 'after-commit'), { maxLength: 3 }),
    }),
    {
      maxLength: 4,
    },
  ),
});

it('any interleaving of duplicates, reorderings and crashes gives the answers of the sorted single delivery', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ levels, deliveries, runs }) => {
      const { contactId, tap } = await newPerson();
      for (const [index, { question, copy }] of deliveries.entries()) {
        await house.path.intake.store([tap(question, levels[question] ?? 1, copy)]);
        for (const run of runs) if (run.after === index) await drain([...run.crashes]);
      }
      await drain();
      const answers = await house.rows(
        `SELECT r.state, a.question, a.position, (a.value ->> 'number')::int AS level, a.changes FROM response r
         JOIN response_owner o ON o.response_id = r.id JOIN answer a ON a.response_id = r.id WHERE o.contact_id = $1 ORDER BY a.position`,
        [contactId],
      );
      const different = new Set(deliveries.map(({ question, copy }) => `${question}-${copy}`));
      const [kept] = await house.rows('SELECT count(*)::int AS events FROM inbox WHERE contact_id = $1', [contactId]);
      expect(kept).toEqual({ events: 2 + different.size });
      expect(answers).toEqual(
        questions.map((question, index) => ({
          state: 'finished',
          question,
          position: index + 1,
          level: levels[index],
          changes: 0,
        })),
      );
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(await house.rows('SELECT id FROM inbox WHERE parked IS NOT NULL OR handled_at IS NULL')).toEqual([]);
}, 60_000);
