import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../prisma/client.js';
import { eventKey, type InboxRow, storeEvents, storeStray } from '../../prisma/inbox.js';
import { testDatabase } from '../support/database.js';
import { newContacts, sealed } from '../support/people.js';

const database = openDatabase(await testDatabase());
afterAll(database.close);

const row = (contactId: string, key: string, given: Partial<InboxRow> = {}): InboxRow => ({
  channelId: 1,
  contactId,
  key: eventKey('zalo', '1', key),
  trace: 'trace',
  kind: 'text',
  eventSealed: Buffer.from(key),
  sentAt: 1_000,
  receivedAt: 2_000,
  ...given,
});
const stored = async (contactId: string) =>
  (
    await database.pool.query<{ event_sealed: Buffer }>(
      'SELECT event_sealed FROM inbox WHERE contact_id = $1 ORDER BY id',
      [contactId],
    )
  ).rows.map((one) => one.event_sealed.toString());

describe('storing events', () => {
  it('keeps each once, within a group and over groups, in the order in which they came', async () => {
    const [id = ''] = newContacts(1);
    const first = [row(id, 'a'), row(id, 'b'), row(id, 'a')];
    expect(await storeEvents(database.hot, first, { notify: false })).toBe(2);
    expect(await storeEvents(database.hot, [row(id, 'c'), row(id, 'b')], { notify: false })).toBe(1);
    expect(await stored(id)).toEqual(['a', 'b', 'c']);
  });

  it('tells apart the same key on another platform or account', () => {
    const keys = [
      eventKey('zalo', '1', 'm'),
      eventKey('messenger', '1', 'm'),
      eventKey('zalo', '2', 'm'),
      eventKey('zalo', '1', 'n'),
    ];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4);
  });

  it('many processes storing the same new people crosswise do not stand in each other’s way', async () => {
    const contacts = newContacts(40);
    const groups = Array.from({ length: 12 }, (_, group) => {
      const order = group % 2 === 0 ? contacts : [...contacts].reverse();
      return order.map((id) => row(id, `${id}-${group}`));
    });
    await Promise.all(groups.map((rows) => storeEvents(database.hot, rows, { notify: false })));
    for (const id of contacts) expect(await stored(id)).toHaveLength(12);
  });
});

it('a delivery that belongs to nobody is kept once', async () => {
  const stray = {
    platform: 'zalo',
    accountId: null,
    kind: 'unreadable' as const,
    name: 'not JSON',
    key: eventKey('zalo', '', 'x'),
    trace: 't',
    bodySealed: sealed,
  };
  await storeStray(database.pool, stray);
  await storeStray(database.pool, stray);
  const { rows } = await database.pool.query('SELECT count(*)::int AS count FROM stray');
  expect(rows[0]?.count).toBe(1);
});
