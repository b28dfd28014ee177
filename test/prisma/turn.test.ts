import type { PoolClient } from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../prisma/client.js';
import { writeTurns } from '../../prisma/turn.js';
import { claimContacts, parkEvents } from '../../prisma/turn-claim.js';
import { noWrites, type TurnWrites } from '../../prisma/turn-writes.js';
import { testDatabase } from '../support/database.js';
import { newContacts, putMessage, sealed, statusOf, storeFor } from '../support/people.js';
import { until } from '../support/until.js';

const database = openDatabase(await testDatabase());
afterAll(database.close);
await buildGate();
const now = Date.UTC(2026, 10, 22);
const [me, somebodyElse] = [11, 12];

async function transaction<Result>(
  work: (client: PoolClient) => Promise<Result>,
  end: 'COMMIT' | 'ROLLBACK' = 'COMMIT',
) {
  const client = await database.hot.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query(end);
    return result;
  } finally {
    client.release();
  }
}
const claim = (client: PoolClient, limit = 100, contactId?: string) =>
  claimContacts(client, { limit, processId: me, ...(contactId && { contactId }) });

type Claimed = Awaited<ReturnType<typeof claim>>;

/** The writes of turns that did nothing but look at their events. */
function handled(contacts: Claimed): TurnWrites {
  const writes = noWrites();
  writes.handled = contacts.flatMap(({ events }) => events.map(({ id }) => id));
  writes.contacts = contacts.map(({ id }) => ({
    id,
    language: 'vi',
    windowUntil: now,
    reach: 'reachable',
    consented: null,
    optedOutAt: null,
    personWroteAt: null,
    stateSealed: sealed,
    flow: null,
    expiresAt: null,
  }));
  return writes;
}
const write = (client: PoolClient, writes: TurnWrites) => writeTurns(client, writes, { now, processId: me });

describe('claiming', () => {
  it('takes a contact with all of its events, in the order in which they came', async () => {
    const [id = ''] = newContacts(1);
    await storeFor(database, [id]);
    await storeFor(database, [id, id]);
    const [contact] = await transaction((client) => claim(client, 100, id), 'ROLLBACK');
    const ids = contact?.events.map((event) => Number(event.id)) ?? [];
    expect(ids).toHaveLength(3);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it('two at once never take the same contact, and between them take everything', async () => {
    const contacts = newContacts(200);
    await storeFor(database, contacts);
    const seen: string[] = [];
    const worker = async () => {
      for (;;) {
        const count = await transaction(async (client) => {
          const claimed = await claim(client, 7);
          const mine = claimed.filter(({ id }) => contacts.includes(id));
          seen.push(...mine.flatMap(({ events }) => events.map((event) => event.id)));
          await write(client, handled(claimed));
          return claimed.length;
        });
        if (count === 0) return;
      }
    };
    await Promise.all([worker(), worker(), worker()]);
    expect(seen).toHaveLength(200);
    expect(new Set(seen).size).toBe(200);
  });

  it('leaves a contact alone whose turn another committed between our look and our lock', async () => {
    const [id = ''] = newContacts(1);
    await storeFor(database, [id]);
    const stale = await claimWhileAnotherFinishes(
      id,
      async (client, claimed) => void (await write(client, handled(claimed))),
    );
    expect(stale).toEqual([]);
  });

  it('also when the other set the events aside', async () => {
    const [id = ''] = newContacts(1);
    await storeFor(database, [id]);
    const stale = await claimWhileAnotherFinishes(id, async (client, [claimed]) => {
      if (claimed) await parkEvents(client, claimed, 'a reason', now);
    });
    expect(stale).toEqual([]);
    const { rows } = await database.pool.query('SELECT parked FROM inbox WHERE contact_id = $1', [id]);
    expect(rows).toEqual([{ parked: 'a reason' }]);
  });

  it.each([
    ['nothing is on its way', null, false],
    ['a message is in our own hands', { status: 'sending', heldBy: me }, false],
    ["a message is in another's hands", { status: 'sending', heldBy: somebodyElse }, true],
    ['a message waits', { status: 'queued' }, true],
    ['a message was sent', { status: 'sent' }, false],
    ['a message is in doubt', { status: 'in-doubt' }, false],
  ])('%s: must a new one queue up behind it?', async (_what, message, behind) => {
    const [id = ''] = newContacts(1);
    await storeFor(database, [id]);
    if (message) await putMessage(database, { contactId: id, ...message });
    const [contact] = await transaction((client) => claim(client, 100, id), 'ROLLBACK');
    expect(contact?.behind).toBe(behind);
  });
});

/**
 * The interleaving that a lock alone does not see: our claim's statement begins and takes its look at the tables; another process commits
 * its turn; only then does our claim come to lock. The table of events gets a gate for it, at which the statement of one session waits.
 */
async function claimWhileAnotherFinishes(
  id: string,
  finish: (client: PoolClient, claimed: Claimed) => Promise<void>,
): Promise<Claimed> {
  const [slow, other, gate] = await Promise.all([
    database.hot.connect(),
    database.hot.connect(),
    database.pool.connect(),
  ]);
  try {
    await gate.query('SELECT pg_advisory_lock(4711)');
    await other.query('BEGIN');
    const claimed = await claim(other, 1, id);
    await slow.query('BEGIN');
    await slow.query(`SET LOCAL test.gate = 'closed'`);
    const claiming = claim(slow, 1, id);
    await until('our claim stands at the gate', async () => {
      const { rows } = await database.pool.query(`SELECT FROM pg_locks WHERE objid = 4711 AND NOT granted`);
      return rows.length > 0;
    });
    await finish(other, claimed);
    await other.query('COMMIT');
    await gate.query('SELECT pg_advisory_unlock(4711)');
    return await claiming;
  } finally {
    await slow.query('ROLLBACK');
    for (const client of [slow, other, gate]) client.release();
  }
}

async function buildGate(): Promise<void> {
  await database.pool.query(`
    CREATE FUNCTION pass_gate() RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$ BEGIN
      IF current_setting('test.gate', true) = 'closed' THEN
        PERFORM pg_advisory_lock_shared(4711);
        PERFORM pg_advisory_unlock_shared(4711);
      END IF;
      RETURN true;
    END $$;
    ALTER TABLE inbox RENAME TO inbox_behind_gate;
    CREATE VIEW inbox AS SELECT * FROM inbox_behind_gate WHERE pass_gate()`);
}

describe('writing', () => {
  const writesFor = async (contactId: string, change: Partial<TurnWrites>) => {
    await storeFor(database, [contactId]);
    return transaction(async (client) => {
      const claimed = await claim(client, 1, contactId);
      return write(client, { ...handled(claimed), ...change });
    });
  };
  const answer = (responseId: string, number: number) => ({
    responseId,
    question: 'staff',
    position: 1,
    kind: 'scale',
    value: JSON.stringify({ kind: 'number', number }),
    valueSealed: null,
    at: now,
  });

  it('an answer is one row; given again it is a change of it', async () => {
    const [id = '', responseId = ''] = newContacts(2);
    await writesFor(id, { answers: [answer(responseId, 4)] });
    await writesFor(id, { answers: [answer(responseId, 2)] });
    const { rows } = await database.pool.query('SELECT value, changes FROM answer WHERE response_id = $1', [
      responseId,
    ]);
    expect(rows).toEqual([{ value: { kind: 'number', number: 2 }, changes: 1 }]);
  });

  it('gives back the ids of new messages by contact and part', async () => {
    const [id = ''] = newContacts(1);
    const message = {
      contactId: id,
      channelId: 1,
      lane: 'live',
      trace: 't',
      bodySealed: sealed,
      language: 'vi',
      status: 'sending' as const,
    };
    const stored = await writesFor(id, {
      messages: [
        { ...message, part: 0 },
        { ...message, part: 1 },
      ],
    });
    expect(stored.map(({ part }) => part)).toEqual([0, 1]);
    expect(Number(stored[1]?.id)).toBeGreaterThan(Number(stored[0]?.id));
    expect(await statusOf(database, stored[0]?.id ?? '')).toMatchObject({ status: 'sending', held_by: me });
  });

  const mark = (id: string, given: object) => ({
    id,
    heldBy: me,
    status: 'sent' as const,
    attempts: 1,
    doubts: 0,
    platformKey: Buffer.alloc(16, 1),
    error: null,
    sentAt: now,
    notBefore: null,
    ...given,
  });

  it('a mark counts only while the message is in the hands of who made it', async () => {
    const [id = ''] = newContacts(1);
    const ours = await putMessage(database, { contactId: id, status: 'sending', heldBy: me });
    const theirs = await putMessage(database, { contactId: id, status: 'sending', heldBy: somebodyElse });
    const back = await putMessage(database, { contactId: id, status: 'queued' });
    await writesFor(id, { marks: [ours, theirs, back].map((one) => mark(one, {})) });
    expect((await statusOf(database, ours))?.status).toBe('sent');
    expect((await statusOf(database, theirs))?.status).toBe('sending');
    expect((await statusOf(database, back))?.status).toBe('queued');
  });

  it('a receipt that comes with the mark of its message finds it', async () => {
    const [id = ''] = newContacts(1);
    const message = await putMessage(database, { contactId: id, status: 'sending', heldBy: me });
    const platformKey = Buffer.alloc(16, 2);
    await writesFor(id, {
      marks: [mark(message, { platformKey })],
      receipts: [{ platformKey, how: 'delivered', at: now }],
    });
    expect((await statusOf(database, message))?.status).toBe('delivered');
  });

  it.each([
    ['delivered then read', ['delivered', 'read'], 'read'],
    ['read then, late, delivered', ['read', 'delivered'], 'read'],
  ] as const)('receipts only move forward: %s', async (_what, order, status) => {
    const [id = ''] = newContacts(1);
    const platformKey = Buffer.from(id.replaceAll('-', ''), 'hex');
    const message = await putMessage(database, { contactId: id, status: 'sent', platformKey });
    for (const how of order) await writesFor(id, { receipts: [{ platformKey, how, at: now }] });
    expect((await statusOf(database, message))?.status).toBe(status);
  });

  it('an echo settles a doubt, and one that comes while the message is still in somebody’s hands is remembered', async () => {
    const [id = '', stranger = ''] = newContacts(2);
    const doubtful = await putMessage(database, { contactId: id, status: 'in-doubt', doubts: 2 });
    const again = await putMessage(database, { contactId: id, status: 'queued', doubts: 1 });
    const untried = await putMessage(database, { contactId: id, status: 'queued' });
    const inHand = await putMessage(database, { contactId: id, status: 'sending', heldBy: me });
    const notTheirs = await putMessage(database, { contactId: stranger, status: 'in-doubt', doubts: 2 });
    const echoes = [doubtful, again, untried, inHand, notTheirs].map((messageId) => ({
      contactId: id,
      messageId,
      platformKey: Buffer.alloc(16, Number(messageId) % 251),
      at: now,
    }));
    await writesFor(id, { echoes });
    const states = async () =>
      Promise.all(
        [doubtful, again, untried, inHand, notTheirs].map(async (one) => (await statusOf(database, one))?.status),
      );
    expect(await states()).toEqual(['sent', 'sent', 'queued', 'sending', 'in-doubt']);
    const doubt = { status: 'queued' as const, doubts: 1, platformKey: null, sentAt: null, notBefore: now };
    await writesFor(id, { marks: [mark(inHand, doubt)] });
    expect(await states()).toEqual(['sent', 'sent', 'queued', 'sent', 'in-doubt']);
  });

  it('rolled back, nothing of it was', async () => {
    const [id = '', responseId = ''] = newContacts(2);
    await storeFor(database, [id]);
    await transaction(async (client) => {
      const claimed = await claim(client, 1, id);
      await write(client, { ...handled(claimed), answers: [answer(responseId, 4)] });
    }, 'ROLLBACK');
    const { rows } = await database.pool.query('SELECT FROM answer WHERE response_id = $1', [responseId]);
    expect(rows).toEqual([]);
    expect(await transaction((client) => claim(client, 1, id), 'ROLLBACK')).toHaveLength(1);
  });
});

describe('the day on which a session is looked at', () => {
  const expiresOn = async (id: string): Promise<string | null> => {
    const { rows } = await database.pool.query<{ day: string | null }>(
      'SELECT expires_on::text AS day FROM session WHERE contact_id = $1',
      [id],
    );
    return rows[0]?.day ?? null;
  };
  const turn = async (id: string, expiresAt: number | null): Promise<string | null> => {
    await storeFor(database, [id]);
    await transaction(async (client) => {
      const writes = handled(await claim(client, 1, id));
      await write(client, { ...writes, contacts: writes.contacts.map((row) => ({ ...row, expiresAt })) });
    });
    return expiresOn(id);
  };

  it('stays while nothing is left to expire, moves with what is, and is taken away by the look that found nothing', async () => {
    const [id = ''] = newContacts(1);
    expect(await turn(id, null)).toBeNull();
    expect(await turn(id, now)).toBe('2026-11-22');
    expect(await turn(id, null)).toBe('2026-11-22');
    expect(await turn(id, now + 48 * 3_600_000)).toBe('2026-11-24');
    expect(await turn(id, Number.POSITIVE_INFINITY)).toBe('infinity');
    expect(await turn(id, now)).toBe('2026-11-22');
  });
});
