/** Contacts, events and messages as rows: what tests of single statements begin with. */
import { randomUUID } from 'node:crypto';
import type { Database } from '../../prisma/client.js';
import { eventKey, type InboxRow, storeEvents } from '../../prisma/inbox.js';

export const sealed = Buffer.from('sealed');

let count = 0;

/** Stores one event for each of the given contacts. */
export async function storeFor(database: Database, contactIds: string[], given: Partial<InboxRow> = {}): Promise<void> {
  const rows = contactIds.map((contactId): InboxRow => {
    count += 1;
    return {
      channelId: 1,
      contactId,
      key: eventKey('test', '1', `event-${process.pid}-${count}`),
      trace: `trace-${count}`,
      kind: 'text',
      eventSealed: sealed,
      sentAt: 1_000 + count,
      receivedAt: 2_000 + count,
      ...given,
    };
  });
  await storeEvents(database.hot, rows, { notify: false });
}

export const newContacts = (howMany: number): string[] => Array.from({ length: howMany }, () => randomUUID());

export interface MessageRow {
  contactId: string;
  status?: string;
  lane?: string;
  heldBy?: number | null;
  doubts?: number;
  platformKey?: Buffer | null;
  notBefore?: Date | null;
}

/** Puts a message into the outbox and returns its id. */
export async function putMessage(database: Database, row: MessageRow): Promise<string> {
  const {
    contactId,
    status = 'queued',
    lane = 'live',
    heldBy = null,
    doubts = 0,
    platformKey = null,
    notBefore = null,
  } = row;
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO message (contact_id, channel_id, lane, part, trace, body_sealed, language, status, held_by, doubts, platform_key, not_before)
     VALUES ($1, 1, $2, 0, 'trace', $3, 'vi', $4, $5, $6, $7, $8) RETURNING id`,
    [contactId, lane, sealed, status, heldBy, doubts, platformKey, notBefore],
  );
  return rows[0]?.id ?? '';
}

export async function statusOf(database: Database, id: string) {
  const { rows } = await database.pool.query<{
    status: string;
    doubts: number;
    held_by: number | null;
    error: string | null;
  }>('SELECT status, doubts, held_by, error FROM message WHERE id = $1', [id]);
  return rows[0];
}
