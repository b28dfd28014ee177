import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Account, Channel, SendResult } from '../../../bot/channels/contract.js';
import type { Delivery } from '../../../bot/channels/delivery.js';
import { createOutbox, type Outbox } from '../../../bot/outbox/outbox.js';
import { createTokenBucket, type TokenBucket } from '../../../bot/outbox/token-bucket.js';
import { movableClock } from '../../../bot/runtime/clock.js';
import { openDatabase } from '../../../prisma/client.js';
import { openKeyring } from '../../../prisma/keyring.js';
import { testDatabase } from '../../support/database.js';
import { newContacts, statusOf, storeFor } from '../../support/people.js';
import { until } from '../../support/until.js';

const database = openDatabase(await testDatabase());
afterAll(database.close);
const keys = await openKeyring(database, Buffer.alloc(32, 1));
const me = 7;

/** What the platform answers: taken, refused for sure, or nobody knows. */
type Fate = 'taken' | 'refused' | 'lost';
const results: Record<Fate, SendResult> = {
  taken: { ok: true, messageId: 'm' },
  refused: { ok: false, code: 'busy', decision: 'retry', alarm: false, certain: true, detail: '' },
  lost: { ok: false, code: 'timeout', decision: 'retry', alarm: false, certain: false, detail: '' },
};

interface Stage {
  outbox: Outbox;
  clock: ReturnType<typeof movableClock>;
  bucket: TokenBucket;
  /** Every request that left, as `user:text`. */
  asked: string[];
  errors: unknown[];
}

function newStage(
  fate: () => Fate,
  given: { bucket?: TokenBucket; render?: () => never; processId?: () => number | null } = {},
): Stage {
  const clock = movableClock();
  const bucket = given.bucket ?? createTokenBucket(100_000);
  const asked: string[] = [];
  const errors: unknown[] = [];
  const channel = {
    platform: 'test',
    staticToken: () => 'token',
    render: given.render ?? ((message) => [{ text: message.text }]),
    send: async (_context, userId, rendered) => {
      asked.push(`${userId}:${String(rendered.text)}`);
      await new Promise((resolve) => setImmediate(resolve));
      return results[fate()];
    },
  } as Partial<Channel> as Channel;
  const account: Account = { id: 1, platform: 'test', accountId: '1', secrets: {}, settings: {} };
  const outbox = createOutbox({
    database,
    keys,
    processId: given.processId ?? (() => me),
    channelIds: () => [1],
    onError: (error) => errors.push(error),
    courier: {
      http: () => Promise.reject(new Error('nobody calls')),
      tapKey: keys.tapKey,
      tokens: {
        current: async () => 'token',
        renew: async () => null,
        keepFresh: async () => 'fresh',
        forget: () => undefined,
      },
      clock,
      random: () => 1,
      phrase: (_language, key) => key,
      channelOf: () => ({ channel, account, bucket }),
      onOutcome: () => undefined,
    },
  });
  return { outbox, clock, bucket, asked, errors };
}

/** A person who may be written to. */
async function newContact(): Promise<string> {
  const [id = ''] = newContacts(1);
  await storeFor(database, [id]);
  await database.pool.query(
    `UPDATE contact SET user_sealed = $2, window_until = now() + interval '100 years' WHERE id = $1`,
    [id, keys.sealer.seal(id)],
  );
  return id;
}

async function put(contactId: string, text: string, status: 'queued' | 'sending', body?: Buffer): Promise<Delivery> {
  const message = { text };
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO message (contact_id, channel_id, lane, part, trace, body_sealed, language, status, held_by)
     VALUES ($1, 1, 'live', 0, 't', $2, 'vi', $3, $4) RETURNING id`,
    [contactId, body ?? keys.sealer.seal(JSON.stringify(message)), status, status === 'sending' ? me : null],
  );
  const windowUntil = Number.MAX_SAFE_INTEGER;
  const id = rows[0]?.id ?? '';
  return {
    id,
    heldBy: me,
    contactId,
    channelId: 1,
    userId: contactId,
    lane: 'live',
    trace: 't',
    language: 'vi',
    message,
    windowUntil,
    attempts: 0,
    doubts: 0,
  };
}

const unsettled = async () =>
  (
    await database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM message WHERE status IN ('queued', 'sending')`,
    )
  ).rows[0]?.count ?? 0;

/** Lets time pass until nothing waits. */
async function settle({ outbox, clock }: Stage): Promise<void> {
  await until('everything is settled', async () => {
    await outbox.settled();
    clock.move(700_000);
    outbox.wake();
    return (await unsettled()) === 0;
  });
}

describe('outbox', () => {
  it('whatever fails: nobody’s messages overtake each other, and none is left behind', async () => {
    const fates = fc.array(fc.constantFrom<Fate>('taken', 'taken', 'taken', 'refused', 'lost'), { maxLength: 30 });
    const people = fc.array(fc.record({ inHand: fc.nat(3), queued: fc.nat(2) }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(people, fates, async (lines, script) => {
        const stage = newStage(() => script.shift() ?? 'taken');
        const contacts: { id: string; count: number }[] = [];
        for (const { inHand, queued } of lines) {
          const id = await newContact();
          contacts.push({ id, count: inHand + queued });
          const held: Delivery[] = [];
          for (let place = 0; place < inHand; place += 1) held.push(await put(id, String(place), 'sending'));
          for (let place = 0; place < queued; place += 1) await put(id, String(inHand + place), 'queued');
          stage.outbox.deliver(held);
        }
        await settle(stage);
        await stage.outbox.close();
        for (const { id, count } of contacts) {
          const order = stage.asked.filter((one) => one.startsWith(id)).map((one) => Number(one.split(':')[1]));
          expect(order).toEqual([...order].sort((a, b) => a - b));
          expect(new Set(order).size).toBe(count);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('a message that cannot be read any more is set aside; the others are not held up by it', async () => {
    const stage = newStage(() => 'taken');
    const [broken, good] = [await newContact(), await newContact()];
    const unreadable = await put(broken, '', 'queued', Buffer.from('not sealed'));
    const next = await put(broken, 'next', 'queued');
    const other = await put(good, 'other', 'queued');
    await settle(stage);
    await stage.outbox.close();
    expect(await statusOf(database, unreadable.id)).toMatchObject({ status: 'failed', error: 'unreadable' });
    for (const { id } of [next, other]) expect((await statusOf(database, id))?.status).toBe('sent');
  });

  it('a message that our own code cannot carry is set aside with an error, and the process lives', async () => {
    const stage = newStage(() => 'taken', {
      render: () => {
        throw new TypeError('a mistake of ours');
      },
    });
    const delivery = await put(await newContact(), 'x', 'sending');
    stage.outbox.deliver([delivery]);
    await settle(stage);
    await stage.outbox.close();
    expect(await statusOf(database, delivery.id)).toMatchObject({ status: 'failed', error: 'cannot-carry' });
    expect(stage.errors).toHaveLength(1);
  });

  it('stopping does not wait for those whose turn is far off: they go back to the queue, untried', async () => {
    const stage = newStage(() => 'taken');
    stage.bucket.pause(3_600_000);
    const deliveries = [await put(await newContact(), 'a', 'sending'), await put(await newContact(), 'b', 'sending')];
    stage.outbox.deliver(deliveries);
    await stage.outbox.close();
    expect(stage.asked).toEqual([]);
    for (const { id } of deliveries)
      expect(await statusOf(database, id)).toMatchObject({ status: 'queued', held_by: null, doubts: 0 });
    await database.pool.query(`UPDATE message SET status = 'sent' WHERE status = 'queued'`);
  });

  it('what waited for its turn while our number was lost is no longer ours to send', async () => {
    let number: number | null = me;
    const stage = newStage(() => 'taken', { bucket: createTokenBucket(20), processId: () => number });
    stage.bucket.pause(100);
    const delivery = await put(await newContact(), 'a', 'sending');
    stage.outbox.deliver([delivery]);
    number = null;
    stage.outbox.letGo();
    await until('its turn came', () => !stage.bucket.paused() && stage.outbox.inHand() === 0);
    await stage.outbox.close();
    expect(stage.asked).toEqual([]);
    await database.pool.query(`UPDATE message SET status = 'sent'`);
  });

  it('several to one person from the queue follow each other at once, not one a second', async () => {
    const stage = newStage(() => 'taken');
    const id = await newContact();
    for (const text of ['1', '2', '3', '4', '5']) await put(id, text, 'queued');
    const started = performance.now();
    stage.outbox.wake();
    await until('all are sent', async () => (await unsettled()) === 0);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(stage.asked.map((one) => one.split(':')[1])).toEqual(['1', '2', '3', '4', '5']);
    await stage.outbox.close();
  });
});
