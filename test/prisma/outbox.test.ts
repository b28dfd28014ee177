import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../prisma/client.js';
import { claimMessages, markContact, settleMessages, takeBackFromDead } from '../../prisma/outbox.js';
import { becomePresent, type Presence, presenceLockClass } from '../../prisma/presence.js';
import { testDatabase } from '../support/database.js';
import { newContacts, putMessage, statusOf, storeFor } from '../support/people.js';
import { until } from '../support/until.js';

const url = await testDatabase();
const database = openDatabase(url);
afterAll(database.close);
const now = Date.UTC(2026, 10, 22);
const present = () => becomePresent({ url, role: 'worker', channels: [], onNotice: () => undefined });
let me: Presence;
beforeAll(async () => {
  me = await present();
});
afterAll(() => me.close());

const claim = (limit = 100) => claimMessages(database.hot, { processId: me.id() ?? 0, now, limit, channelIds: [1] });
const settleAll = async () => {
  const held = await claim();
  await settleMessages(
    database.hot,
    held.map(({ id }) => ({
      id,
      heldBy: me.id() ?? 0,
      status: 'sent' as const,
      attempts: 1,
      doubts: 0,
      platformKey: null,
      error: null,
      sentAt: now,
      notBefore: null,
    })),
  );
  return held;
};
async function newContact(): Promise<string> {
  const [id = ''] = newContacts(1);
  await storeFor(database, [id]);
  return id;
}

describe('claiming what is queued', () => {
  it('takes only the first of each person, the next when that is settled', async () => {
    const id = await newContact();
    const first = await putMessage(database, { contactId: id });
    const second = await putMessage(database, { contactId: id });
    expect((await claim()).map((message) => message.id)).toEqual([first]);
    expect(await claim()).toEqual([]);
    await database.pool.query(`UPDATE message SET status = 'sent' WHERE id = $1`, [first]);
    expect((await settleAll()).map((message) => message.id)).toEqual([second]);
  });

  it('live before official before bulk', async () => {
    const ids = new Map<string, string>();
    for (const lane of ['bulk', 'official', 'live'])
      ids.set(lane, await putMessage(database, { contactId: await newContact(), lane }));
    const order: (string | undefined)[] = [];
    for (let turn = 0; turn < 3; turn += 1) order.push((await claim(1))[0]?.lane);
    expect(order).toEqual(['live', 'official', 'bulk']);
  });

  it('leaves what has to wait, and what belongs to an account that may not send', async () => {
    const id = await newContact();
    await putMessage(database, { contactId: id, notBefore: new Date(now + 1) });
    expect(await claim()).toEqual([]);
    await database.pool.query('UPDATE message SET not_before = NULL, channel_id = 2 WHERE contact_id = $1', [id]);
    expect(await claim()).toEqual([]);
  });

  it('five processes at once never hold the same message', async () => {
    const contacts = newContacts(100);
    await storeFor(database, contacts);
    for (const contactId of contacts) await putMessage(database, { contactId });
    const held = await Promise.all(
      [1, 2, 3, 4, 5].map((processId) =>
        claimMessages(database.hot, { processId: processId * 1000, now, limit: 40, channelIds: [1] }),
      ),
    );
    const ids = held.flat().map((message) => message.id);
    expect(ids).toHaveLength(100);
    expect(new Set(ids).size).toBe(100);
  });
});

describe('what a dead process held', () => {
  const takeBack = () =>
    takeBackFromDead(database.pool, { processId: me.id() ?? 0, now, lockClass: presenceLockClass });

  it.each([
    ['a live reply goes out again', { lane: 'live' }, 'queued'],
    ['also when its second sender died', { lane: 'live', doubts: 1 }, 'queued'],
    ['but not for ever: it may be what kills them', { lane: 'live', doubts: 3 }, 'in-doubt'],
    ['bulk waits for proof', { lane: 'bulk' }, 'in-doubt'],
    ["an official's answer too", { lane: 'official' }, 'in-doubt'],
    ['where the echo came in time there is no doubt', { lane: 'bulk', platformKey: Buffer.alloc(16, 5) }, 'sent'],
  ])('%s', async (_what, given, status) => {
    const other = await present();
    const id = await putMessage(database, {
      contactId: await newContact(),
      status: 'sending',
      heldBy: other.id(),
      ...given,
    });
    await takeBack();
    expect((await statusOf(database, id))?.status).toBe('sending');
    await other.close();
    await until('it is noticed', async () => (await takeBack()).dead > 0);
    expect(await statusOf(database, id)).toMatchObject({ status, held_by: null, error: 'sender-died' });
  });

  it('says whether we ourselves still count as alive', async () => {
    expect((await takeBack()).present).toBe(true);
    const other = await present();
    const number = other.id() ?? 0;
    const asOther = () => takeBackFromDead(database.pool, { processId: number, now, lockClass: presenceLockClass });
    expect((await asOther()).present).toBe(true);
    await other.close();
    await until('its lock is gone', async () => !(await asOther()).present);
  });

  it('is left alone while its owner lives, be it ourselves or another', async () => {
    const other = await present();
    onTestFinished(() => other.close());
    const contactId = await newContact();
    const ids = [
      await putMessage(database, { contactId, status: 'sending', heldBy: other.id() }),
      await putMessage(database, { contactId, status: 'sending', heldBy: me.id() }),
    ];
    for (let sweep = 0; sweep < 3; sweep += 1) await takeBack();
    for (const id of ids) expect((await statusOf(database, id))?.status).toBe('sending');
  });

  it('is taken back once, however many sweep at the same time', async () => {
    const other = await present();
    const number = other.id() ?? 0;
    const id = await putMessage(database, { contactId: await newContact(), status: 'sending', heldBy: number });
    await other.close();
    await until('its lock is gone', async () => {
      const { rows } = await database.pool.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = $1::int AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [number],
      );
      return rows.length === 0;
    });
    await Promise.all(Array.from({ length: 4 }, takeBack));
    expect(await statusOf(database, id)).toMatchObject({ status: 'queued', doubts: 1 });
  });
});

it('a window is only ever shortened by what a platform says of it', async () => {
  const id = await newContact();
  const windowOf = async () =>
    (
      await database.pool.query<{ at: number }>(
        'SELECT extract(epoch FROM window_until)::float8 * 1000 AS at FROM contact WHERE id = $1',
        [id],
      )
    ).rows[0]?.at;
  await database.pool.query('UPDATE contact SET window_until = to_timestamp($2::float8 / 1000) WHERE id = $1', [
    id,
    now,
  ]);
  await markContact(database.pool, id, { windowUntil: now + 5_000 });
  expect(await windowOf()).toBe(now);
  await markContact(database.pool, id, { windowUntil: now - 5_000 });
  expect(await windowOf()).toBe(now - 5_000);
});
