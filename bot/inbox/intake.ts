/**
 * From verified channel events to committed rows. Resolves only after the commit: then, and only then, may the platform be answered 200.
 */
import type { Database } from '../../prisma/client.js';
import { eventKey, type InboxRow, type StrayRow, storeEvents, storeStray } from '../../prisma/inbox.js';
import type { Keys } from '../../prisma/keyring.js';
import { createContactNamer } from '../../prisma/seal.js';
import type { ChannelEvent } from '../channels/contract.js';
import { createGroupCommit, type GroupCommit } from './group-commit.js';
import { settleAll } from './settle-all.js';

/** Zalo wants its 200 within 2 s, Meta within 5: what is not committed by then is better refused (503), since both try again. */
export const holdMs = 1_500;
const retryEveryMs = 150;
/** One statement's worth: larger groups gain nothing (PostgreSQL's cost per row is flat from about 50) and delay the first. */
const maxGroup = 200;

/**
 * Under load a group waits this long after the one before it began. Without it, the first event after a commit would leave alone and all
 * others would wait for its commit; against the 2 s that a platform waits it is nothing.
 */
const gapMs = 4;
/** Two groups in flight: while PostgreSQL writes one, the next is read and sealed. More would only make the groups smaller. */
const laneCount = 2;

export class IntakeUnavailable extends Error {
  override name = 'IntakeUnavailable';
}

export interface Intake {
  /** Throws IntakeUnavailable when PostgreSQL did not commit in time. */
  store: (events: IncomingEvent[]) => Promise<void>;
  storeStray: (stray: Omit<StrayRow, 'key' | 'bodySealed'> & { key: string; body: string }) => Promise<void>;
  idle: () => Promise<void>;
}

export interface IncomingEvent {
  channelId: number;
  platform: string;
  trace: string;
  /** The platform's id of the person. */
  userId: string;
  event: ChannelEvent;
}

export function createIntake(options: {
  database: Database;
  keys: Keys;
  clock: { now: () => number };
  /** Announce to other processes, for a process without a runner of its own. */
  notify: boolean;
  /** Called after each commit that stored something new. */
  onStored: (count: number) => void;
}): Intake {
  const { database, keys, clock } = options;
  const lanes = Array.from({ length: laneCount }, () =>
    createGroupCommit<InboxRow>({
      maxItems: maxGroup,
      gapMs,
      isDataError,
      write: async (rows) => {
        const stored = await untilCommitted(() => storeEvents(database.hot, rows, { notify: options.notify }));
        if (stored > 0) options.onStored(stored);
      },
    }),
  );

  const nameContact = createContactNamer(keys.contactKey);
  const rowOf = ({ channelId, platform, trace, userId, event }: IncomingEvent, now: number): InboxRow => ({
    channelId,
    contactId: nameContact(channelId, userId),
    key: eventKey(platform, event.accountId, event.key),
    trace,
    kind: event.kind,
    eventSealed: keys.sealer.seal(JSON.stringify(event)),
    // A platform clock ahead of ours must not put an event after those that follow it, nor nonsense break the insert.
    sentAt: Math.max(0, Math.min(event.at || now, now)),
    receivedAt: now,
  });

  return {
    store: async (events) => {
      const now = clock.now();
      const rows = events.map((event) => rowOf(event, now));
      await inTime(
        settleAll(
          lanes.map((lane, number) => addTo(lane, rows, number)),
          isDataError,
        ),
      );
    },
    storeStray: async ({ key, body, ...stray }) => {
      const row = {
        ...stray,
        key: eventKey(stray.platform, stray.accountId ?? '', key),
        bodySealed: keys.sealer.seal(body),
      };
      await inTime(untilCommitted(() => storeStray(database.pool, row)));
    },
    idle: async () => void (await Promise.all(lanes.map((lane) => lane.idle()))),
  };
}

/** A contact's events always take the same lane, so that they are stored in the order in which they came. */
const laneOf = (row: InboxRow): number => row.contactId.charCodeAt(0) % laneCount;

async function addTo(lane: GroupCommit<InboxRow>, rows: InboxRow[], number: number): Promise<void> {
  const own = rows.filter((row) => laneOf(row) === number);
  if (own.length > 0) await lane.add(own);
}

/** Tries again while PostgreSQL is away, for as long as a webhook may be held. */
async function untilCommitted<Result>(write: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + holdMs - retryEveryMs;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (isDataError(error) || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, retryEveryMs));
    }
  }
}

/** A commit that comes later than the hold is fine (the redelivery is recognised), but the platform has been told 503 by then. */
async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new IntakeUnavailable('not committed in time')), holdMs);
  });
  try {
    await Promise.race([work, late]);
  } catch (error) {
    work.catch(() => undefined);
    if (error instanceof IntakeUnavailable || isDataError(error)) throw error;
    throw new IntakeUnavailable('the database is away', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** PostgreSQL's class 22 (data exception), 23 (constraint), 42 (statement): trying again cannot help. */
export function isDataError(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(22|23|42)...$/.test(code);
}
