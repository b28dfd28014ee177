/**
 * The outbox: everything in our hands, one line per person, so that nobody's messages overtake each other; what came of them is noted
 * and written with the next group of turns, or on its own when none comes.
 */
import { isDatabaseAway } from '../../prisma/away.js';
import type { Database } from '../../prisma/client.js';
import type { Keys } from '../../prisma/keyring.js';
import { claimMessages, type HeldMessage, settleMessages } from '../../prisma/outbox.js';
import type { MessageMark } from '../../prisma/turn-writes.js';
import type { OutMessage } from '../channels/contract.js';
import type { Delivery } from '../channels/delivery.js';
import { type CourierTools, carry } from './courier.js';
import { failedMark, untriedMark } from './verdict.js';

/**
 * Marks wait this long for a group of turns to carry them; under load one comes every few dozen milliseconds. What was accepted and is
 * not marked yet is what a crash would have sent twice, so it must not be long either.
 */
const markPauseMs = 80;
const wakeEveryMs = 1_000;
const pauseAfterErrorMs = 250;
/** Longer than any group of turns lives between its claim and its commit. */
const putBackMs = 2_000;
/** What one process takes in hand from the queue at once; live replies come on top. Bounds what a crash can leave in doubt. */
const mostInHand = 200;

export interface Outbox {
  deliver: (deliveries: Delivery[]) => void;
  wake: () => void;
  takeMarks: () => MessageMark[];
  marksWritten: (marks: MessageMark[]) => void;
  giveBackMarks: (marks: MessageMark[]) => void;
  /** Resolves when no marks are on their way: what they say can be seen by the next statement. */
  flushed: () => Promise<void>;
  /** Our process number is no longer ours: what has not left yet is somebody else's to send. */
  letGo: () => void;
  /** Resolves when nothing is in hand and every mark is written; new work may still come. */
  settled: () => Promise<void>;
  /** Finishes what is in hand, writes the last marks, stops. */
  close: () => Promise<void>;
  inHand: () => number;
}

export interface OutboxOptions {
  database: Database;
  keys: Keys;
  processId: () => number | null;
  /** The accounts that may send now. */
  channelIds: () => number[];
  courier: CourierTools;
  onError?: (error: unknown) => void;
  /** The connection broke while we took messages in hand: they may stand as ours in the database without our knowing which. */
  onUncertain?: () => void;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { database, keys, processId, courier } = options;
  /** The person's messages in order; the first is being carried. */
  const lines = new Map<string, Delivery[]>();
  /**
   * People whose message goes back to the queue: what a turn says meanwhile must not overtake it, also not a turn that was claimed before
   * the mark was written. Cleared when we take the message up again, or a little after the mark was written.
   */
  const putBack = new Set<string>();
  const contactOf = new Map<string, string>();
  /** Taken from the queue and not settled yet: more may wait behind them. */
  const fromQueue = new Set<string>();
  let marks: MessageMark[] = [];
  let count = 0;
  let flushTimer: NodeJS.Timeout | null = null;
  let claimTimer: NodeJS.Timeout | null = null;
  let claiming: Promise<void> | null = null;
  let flushing: Promise<void> | null = null;
  let closing = false;
  let woken = false;

  const note = (contactId: string, mark: MessageMark): void => {
    marks.push(mark);
    if (mark.status === 'queued') {
      putBack.add(contactId);
      contactOf.set(mark.id, contactId);
    }
    flushTimer ??= setTimeout(() => void flush(), markPauseMs);
  };

  const carryLine = async (line: Delivery[]): Promise<void> => {
    for (let delivery = line[0]; delivery; delivery = line[0]) {
      if (delivery.heldBy === processId()) {
        note(
          delivery.contactId,
          putBack.has(delivery.contactId) ? untriedMark(delivery, null, null) : await carryOne(delivery),
        );
      }
      line.shift();
      count -= 1;
      if (line.length === 0) lines.delete(delivery.contactId);
    }
  };

  /** What cannot be carried for a reason of our own is set aside as failed: it must hold up neither its person nor the others. */
  const carryOne = (delivery: Delivery): Promise<MessageMark> =>
    carry(courier, delivery, () => delivery.heldBy === processId()).catch((error: unknown) => {
      options.onError?.(error);
      return failedMark(delivery, 'cannot-carry');
    });

  const deliver = (deliveries: Delivery[]): void => {
    for (const delivery of deliveries) {
      count += 1;
      const line = lines.get(delivery.contactId);
      if (line) {
        line.push(delivery);
      } else {
        const started = [delivery];
        lines.set(delivery.contactId, started);
        void carryLine(started);
      }
    }
  };

  const takeMarks = (): MessageMark[] => {
    const taken = marks;
    marks = [];
    return taken;
  };

  const marksWritten = (written: MessageMark[]): void => {
    if (written.filter((mark) => fromQueue.delete(mark.id)).length > 0) wake();
    for (const mark of written) {
      const contactId = contactOf.get(mark.id);
      if (contactId === undefined) continue;
      contactOf.delete(mark.id);
      setTimeout(() => putBack.delete(contactId), putBackMs).unref();
      claimLater(Math.max(0, (mark.notBefore ?? 0) - courier.clock.now()));
    }
  };

  const giveBackMarks = (taken: MessageMark[]): void => {
    marks = [...taken, ...marks];
    if (marks.length > 0) flushTimer ??= setTimeout(() => void flush(), pauseAfterErrorMs);
  };

  const flush = async (): Promise<void> => {
    flushTimer = null;
    await flushing;
    const taken = takeMarks();
    if (taken.length === 0) return;
    flushing = settleMessages(database.hot, taken).then(
      () => marksWritten(taken),
      (error: unknown) => {
        options.onError?.(error);
        giveBackMarks(taken);
      },
    );
    await flushing;
    flushing = null;
  };

  // ── what is queued in the database ────────────────────────────────────────────────────────────────────────────────────────

  const claim = async (): Promise<void> => {
    const id = processId();
    const room = mostInHand - count;
    if (id === null || room <= 0) return;
    const held = await claimMessages(database.hot, {
      processId: id,
      now: courier.clock.now(),
      limit: room,
      channelIds: options.channelIds(),
    }).catch((error: unknown) => {
      if (isDatabaseAway(error)) options.onUncertain?.();
      throw error;
    });
    for (const message of held) {
      putBack.delete(message.contactId);
      fromQueue.add(message.id);
    }
    deliver(held.flatMap((message) => openHeld(message, id)));
    if (held.length === room) woken = true;
  };

  /** A message that cannot be read any more is set aside; the others are not held up by it. */
  const openHeld = (message: HeldMessage, heldBy: number): Delivery[] => {
    try {
      return [deliveryOf(keys, message, heldBy)];
    } catch (error) {
      options.onError?.(error);
      note(message.contactId, failedMark({ ...message, heldBy }, 'unreadable'));
      return [];
    }
  };

  const claimLoop = async (): Promise<void> => {
    do {
      woken = false;
      await claim();
    } while (woken && !closing);
  };

  const wake = (): void => {
    woken = true;
    if (closing || claiming) return;
    claiming = claimLoop()
      .catch((error: unknown) => options.onError?.(error))
      .finally(() => {
        claiming = null;
        claimLater(wakeEveryMs);
      });
  };

  let claimAt = Number.POSITIVE_INFINITY;
  const claimLater = (ms: number): void => {
    const at = performance.now() + ms;
    if (closing || (claimTimer && claimAt <= at)) return;
    if (claimTimer) clearTimeout(claimTimer);
    claimAt = at;
    claimTimer = setTimeout(
      () => {
        claimTimer = null;
        wake();
      },
      Math.min(ms, wakeEveryMs),
    );
  };

  const settled = async (): Promise<void> => {
    while (count > 0 || marks.length > 0 || flushing) {
      if (count === 0 && marks.length > 0) await flush();
      else await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  return {
    deliver,
    wake,
    takeMarks,
    marksWritten,
    giveBackMarks,
    letGo: () => {
      for (const line of lines.values()) count -= line.splice(1).length;
      putBack.clear();
      contactOf.clear();
      fromQueue.clear();
    },
    flushed: async () => {
      while (flushing) await flushing;
    },
    settled,
    close: async () => {
      closing = true;
      // Whoever waits for their turn goes back to the queue: the next process need not wait for this one.
      for (const [delivery] of lines.values()) if (delivery) courier.channelOf(delivery.channelId)?.bucket.close();
      if (claimTimer) clearTimeout(claimTimer);
      await claiming;
      await settled();
      if (flushTimer) clearTimeout(flushTimer);
    },
    inHand: () => count,
  };
}

const deliveryOf = (keys: Keys, held: HeldMessage, heldBy: number): Delivery => ({
  id: held.id,
  heldBy,
  contactId: held.contactId,
  channelId: held.channelId,
  userId: keys.sealer.open(held.userSealed),
  lane: held.lane,
  trace: held.trace,
  language: held.language,
  message: JSON.parse(keys.sealer.open(held.bodySealed)) as OutMessage,
  windowUntil: held.windowUntil,
  attempts: held.attempts,
  doubts: held.doubts,
});
