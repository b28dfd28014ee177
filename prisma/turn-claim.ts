/**
 * Claiming contacts that have unhandled events. Until their turns are written the contacts' rows are locked, so nobody else decides for
 * them; a process that dies drops its connection and with it the locks, and the events are still unhandled: the next claim finds them.
 * See docs/adr/0003-group-commit.md.
 */
import type { PoolClient } from 'pg';

export interface ClaimedEvent {
  id: string;
  trace: string;
  kind: string;
  eventSealed: Buffer;
  /** ms since 1970 */
  sentAt: number;
  receivedAt: number;
}

export interface ClaimedContact {
  id: string;
  channelId: number;
  /** Null before the first turn. */
  userSealed: Buffer | null;
  language: string | null;
  windowUntil: number | null;
  reach: string;
  consented: boolean | null;
  optedOutAt: number | null;
  stateSealed: Buffer | null;
  /** An earlier message waits or is in another process's hands: what this turn says must queue up behind it. */
  behind: boolean;
  /** In order of arrival. */
  events: ClaimedEvent[];
}

/** How many unhandled events are looked at for one claim: enough for contacts of several busy workers, few enough to stay cheap. */
const scanned = 1_000;

/**
 * `FOR UPDATE SKIP LOCKED` returns the newest version of a contact, but everything read beside it is as old as the statement: a turn
 * that another process committed a moment ago could be missed and its events handled again. `turns` tells: where the locked version
 * and the statement's version differ, the contact is left for the next claim.
 */
const claimSql = `
WITH due AS MATERIALIZED (
  SELECT DISTINCT contact_id FROM (SELECT contact_id FROM inbox WHERE handled_at IS NULL AND ($3::uuid IS NULL OR contact_id = $3) ORDER BY id LIMIT ${scanned}) oldest
), locked AS MATERIALIZED (
  SELECT c.* FROM contact c JOIN due ON due.contact_id = c.id FOR UPDATE OF c SKIP LOCKED LIMIT $1
)
SELECT c.id, c.channel_id, c.user_sealed, c.language, c.reach, c.consented, s.state_sealed,
  extract(epoch FROM c.window_until)::float8 * 1000 AS window_until, extract(epoch FROM c.opted_out_at)::float8 * 1000 AS opted_out_at,
  EXISTS (SELECT FROM message m WHERE m.contact_id = c.id AND m.status IN ('queued', 'sending')
          AND (m.status = 'queued' OR m.held_by IS DISTINCT FROM $2)) AS behind,
  i.id AS event_id, i.trace, i.kind, i.event_sealed,
  extract(epoch FROM i.sent_at)::float8 * 1000 AS sent_at, extract(epoch FROM i.received_at)::float8 * 1000 AS received_at
FROM locked c
JOIN contact seen ON seen.id = c.id AND seen.turns = c.turns
LEFT JOIN session s ON s.contact_id = c.id
JOIN inbox i ON i.contact_id = c.id AND i.handled_at IS NULL
ORDER BY i.id`;

interface ClaimRow {
  id: string;
  channel_id: number;
  user_sealed: Buffer | null;
  language: string | null;
  reach: string;
  consented: boolean | null;
  state_sealed: Buffer | null;
  window_until: number | null;
  opted_out_at: number | null;
  behind: boolean;
  event_id: string;
  trace: string;
  kind: string;
  event_sealed: Buffer;
  sent_at: number;
  received_at: number;
}

/**
 * Locks up to `limit` contacts with unhandled events (or the one named) and reads what their turns need. Within a transaction.
 * `processId`: ours, to tell messages in our own hands from those in others'.
 */
export async function claimContacts(
  client: PoolClient,
  { limit, processId, contactId }: { limit: number; processId: number; contactId?: string },
): Promise<ClaimedContact[]> {
  const { rows } = await client.query<ClaimRow>({
    name: 'turn-claim',
    text: claimSql,
    values: [limit, processId, contactId ?? null],
  });
  const contacts = new Map<string, ClaimedContact>();
  for (const row of rows) {
    let contact = contacts.get(row.id);
    if (!contact) {
      contact = contactOf(row);
      contacts.set(row.id, contact);
    }
    contact.events.push(eventOf(row));
  }
  return [...contacts.values()];
}

const contactOf = (row: ClaimRow): ClaimedContact => ({
  id: row.id,
  channelId: row.channel_id,
  userSealed: row.user_sealed,
  language: row.language,
  windowUntil: row.window_until,
  reach: row.reach,
  consented: row.consented,
  optedOutAt: row.opted_out_at,
  stateSealed: row.state_sealed,
  behind: row.behind,
  events: [],
});

const eventOf = (row: ClaimRow): ClaimedEvent => ({
  id: row.event_id,
  trace: row.trace,
  kind: row.kind,
  eventSealed: row.event_sealed,
  sentAt: row.sent_at,
  receivedAt: row.received_at,
});

/**
 * Takes events out of the way that cannot be handled even alone; they keep their content and say why. Counts as a turn, so that another
 * process whose claim began before sees that its view is stale.
 */
export async function parkEvents(
  client: PoolClient,
  contact: ClaimedContact,
  reason: string,
  now: number,
): Promise<void> {
  await client.query(
    `WITH turn AS (UPDATE contact SET turns = turns + 1 WHERE id = $4)
     UPDATE inbox SET handled_at = to_timestamp($3::float8 / 1000), parked = $2 WHERE id = ANY ($1::bigint[])`,
    [contact.events.map((event) => event.id), reason, now, contact.id],
  );
}
