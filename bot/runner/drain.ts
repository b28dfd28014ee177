/**
 * The runner: claims contacts with unhandled events, some dozens at a time, decides their turns and commits them together.
 *
 * It is woken by a commit in this process, by a notification from another, and by a timer every second (after a crash): all three lead
 * to the same claim, so there is one mechanism and nothing that only works when a signal arrives.
 */
import { isDatabaseAway } from '../../prisma/away.js';
import type { Database } from '../../prisma/client.js';
import { inTransaction, type Transaction } from '../../prisma/transaction.js';
import { type StoredMessage, writeTurns } from '../../prisma/turn.js';
import { type ClaimedContact, claimContacts, parkEvents } from '../../prisma/turn-claim.js';
import { type MessageMark, noWrites, type TurnWrites } from '../../prisma/turn-writes.js';
import type { Delivery } from '../channels/delivery.js';
import { type Conversation, readConversation } from './conversation.js';
import { finishTurn } from './finish-turn.js';
import { handleEvent } from './handle-event.js';
import { beginTurn, type Turn, type TurnTools } from './turn.js';

/** A group is one transaction: large enough that its cost per turn is flat, small enough that the first waits for milliseconds. */
const groupSize = 64;
const wakeEveryMs = 1_000;
const pauseAfterErrorMs = 200;

/** What the runner needs of the outbox. */
export interface Sender {
  deliver: (deliveries: Delivery[]) => void;
  /** Something was queued for whoever may send it. */
  wake: () => void;
  /** Marks that wait to be written: they ride along with the next group. */
  takeMarks: () => MessageMark[];
  /** The group they rode in was committed, or was not. */
  marksWritten: (marks: MessageMark[]) => void;
  giveBackMarks: (marks: MessageMark[]) => void;
  /** Resolves when no marks are on their way by themselves. */
  flushed: () => Promise<void>;
}

export interface RunnerOptions {
  database: Database;
  /** Our process number, or null while we are not present: then nothing is claimed. */
  processId: () => number | null;
  tools: (now: number) => TurnTools;
  /** Loads what the turns need and has not been loaded yet (revisions somebody is on). */
  prepare?: (conversations: Conversation[]) => Promise<void>;
  clock: { now: () => number };
  sender: Sender;
  onTurns?: (turns: Turn[]) => void;
  onParked?: (contactId: string, reason: string) => void;
  onError?: (error: unknown) => void;
  /** The connection broke at the commit: messages may stand in the database as in our hands, and nobody carries them. */
  onUncertain?: () => void;
}

export interface Runner {
  wake: () => void;
  /** Handles what there is now; for tests. Resolves with the number of turns. */
  drain: () => Promise<number>;
  /** Finishes the group in hand and stops. */
  close: () => Promise<void>;
}

export function createRunner(options: RunnerOptions): Runner {
  const { clock } = options;
  let woken = false;
  let closing = false;
  let rouse: (() => void) | null = null;
  let loop: Promise<void> | null = null;

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const runGroup = async (): Promise<number> => {
    const processId = options.processId();
    if (processId === null) return 0;
    return inGroup(options, processId, clock.now());
  };

  const drain = async (): Promise<number> => {
    let total = 0;
    for (;;) {
      woken = false;
      const count = await runGroup();
      total += count;
      if (closing || (count < groupSize && !woken)) return total;
    }
  };

  const run = async (): Promise<void> => {
    while (!closing) {
      try {
        await drain();
        if (!woken && !closing) await rest(wakeEveryMs);
      } catch (error) {
        options.onError?.(error);
        if (!closing) await rest(pauseAfterErrorMs);
      }
    }
  };

  return {
    wake: () => {
      woken = true;
      loop ??= run();
      rouse?.();
    },
    drain,
    close: async () => {
      closing = true;
      rouse?.();
      await loop;
    },
  };
}

// ── one group ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Claims, decides, commits; turns that fail are left out of the group and tried alone afterwards. */
async function inGroup(options: RunnerOptions, processId: number, now: number): Promise<number> {
  const outcome = await inTransaction(options.database, async (transaction) => {
    const contacts = await claimContacts(transaction.client, { limit: groupSize, processId });
    if (contacts.length === 0) return null;
    const { turns, failed } = await decide(options, contacts, now);
    if (turns.length > 0) await commitTurns(options, transaction, turns, { processId, now });
    return { turns, failed, count: contacts.length };
  }).catch((error: unknown) => {
    if (isAway(error)) throw error;
    return oneByOne(options, processId, now, error);
  });
  if (outcome === null) return 0;
  if (typeof outcome === 'number') return outcome;
  for (const contactId of outcome.failed) await alone(options, contactId, processId, now);
  return outcome.count;
}

async function decide(
  options: RunnerOptions,
  contacts: ClaimedContact[],
  now: number,
): Promise<{ turns: Turn[]; failed: string[] }> {
  const tools = options.tools(now);
  const opened = contacts.map((contact) => ({
    contact,
    conversation: attempt(() => openConversation(tools, contact)),
  }));
  await options.prepare?.(opened.flatMap(({ conversation }) => conversation ?? []));
  const decided = opened.map(({ contact, conversation }) => ({
    contact,
    turn: conversation && attempt(() => decideTurn(tools, contact, conversation)),
  }));
  return {
    turns: decided.flatMap(({ turn }) => turn ?? []),
    failed: decided.flatMap(({ contact, turn }) => (turn ? [] : [contact.id])),
  };
}

/** Null when it throws: the contact is tried alone afterwards, and that is where the reason is kept. */
function attempt<Result>(work: () => Result): Result | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function openConversation(tools: TurnTools, contact: ClaimedContact): Conversation {
  return readConversation(contact.stateSealed ? tools.keys.sealer.open(contact.stateSealed) : null);
}

/** Throws what the turn throws. */
function decideTurn(tools: TurnTools, contact: ClaimedContact, conversation: Conversation): Turn {
  const facts = tools.channel(contact.channelId);
  if (!facts) throw new Error('the channel is not connected');
  // What arrived together is taken in the order in which the platform says it was sent: a redelivery may have been overtaken.
  contact.events.sort((a, b) => a.sentAt - b.sentAt || Number(BigInt(a.id) - BigInt(b.id)));
  const turn = beginTurn(tools, contact, conversation, facts, noWrites());
  for (const event of contact.events) handleEvent(turn, event);
  finishTurn(turn);
  return turn;
}

async function commitTurns(
  options: RunnerOptions,
  transaction: Transaction,
  turns: Turn[],
  at: { processId: number; now: number },
): Promise<void> {
  if (turns.some(({ writes }) => writes.receipts.length + writes.echoes.length + writes.readUpTo.length > 0))
    await options.sender.flushed();
  const marks = options.sender.takeMarks();
  try {
    const writes = merge(turns, marks);
    const writing = writeTurns(transaction.client, writes, at);
    const committing = transaction.commit();
    // Travels along; when the writing fails, that is the reason, and "rolled back" only what follows from it.
    committing.catch(() => undefined);
    const stored = await writing;
    await committing;
    options.sender.deliver(deliveriesOf(turns, stored, at.processId));
    options.sender.marksWritten(marks);
    if (writes.messages.some((message) => message.status === 'queued')) options.sender.wake();
  } catch (error) {
    options.sender.giveBackMarks(marks);
    if (isDatabaseAway(error)) options.onUncertain?.();
    throw error;
  }
  options.onTurns?.(turns);
}

function merge(turns: Turn[], marks: MessageMark[]): TurnWrites {
  const all = noWrites();
  all.marks = marks;
  for (const { writes } of turns) {
    for (const [family, rows] of Object.entries(writes) as [keyof TurnWrites, never[]][]) {
      if (rows.length > 0) (all[family] as unknown[]).push(...rows);
    }
  }
  return all;
}

function deliveriesOf(turns: Turn[], stored: StoredMessage[], heldBy: number): Delivery[] {
  const ids = new Map(stored.map((row) => [`${row.contact_id}/${row.part}`, row.id]));
  return turns.flatMap((turn) => {
    if (turn.contact.behind || turn.spoken.length === 0) return [];
    return turn.spoken.map((spoken, part) => ({
      id: ids.get(`${turn.contact.id}/${part}`) ?? '',
      heldBy,
      contactId: turn.contact.id,
      channelId: turn.facts.id,
      userId: turn.userId,
      lane: 'live',
      trace: spoken.trace,
      language: spoken.language,
      message: spoken.message,
      windowUntil: turn.contact.windowUntil,
      attempts: 0,
      doubts: 0,
    }));
  });
}

// ── when something fails ────────────────────────────────────────────────────────────────────────────────────────────────────

/** The group's commit failed for a reason that lies in its data: each contact on its own, so that one does not hold back the others. */
async function oneByOne(options: RunnerOptions, processId: number, now: number, error: unknown): Promise<number> {
  options.onError?.(error);
  const contacts = await inTransaction(options.database, ({ client }) =>
    claimContacts(client, { limit: groupSize, processId }),
  );
  for (const contact of contacts) await alone(options, contact.id, processId, now);
  return contacts.length;
}

/** One contact in a transaction of its own; what fails even so is parked with its reason, and the person's next message is handled. */
async function alone(options: RunnerOptions, contactId: string, processId: number, now: number): Promise<void> {
  try {
    await inTransaction(options.database, async (transaction) => {
      const [contact] = await claimContacts(transaction.client, { limit: 1, processId, contactId });
      if (!contact) return;
      const tools = options.tools(now);
      const conversation = openConversation(tools, contact);
      await options.prepare?.([conversation]);
      const turn = decideTurn(tools, contact, conversation);
      await commitTurns(options, transaction, [turn], { processId, now });
    });
  } catch (error) {
    if (isAway(error)) throw error;
    await park(options, contactId, processId, now, error);
  }
}

async function park(
  options: RunnerOptions,
  contactId: string,
  processId: number,
  now: number,
  error: unknown,
): Promise<void> {
  const reason = describe(error);
  await inTransaction(options.database, async ({ client, commit }) => {
    const [contact] = await claimContacts(client, { limit: 1, processId, contactId });
    if (!contact) return;
    await parkEvents(client, contact, reason, now);
    await commit();
  });
  options.onParked?.(contactId, reason);
}

/** What failed and where, without the message: messages of parsers quote what people wrote. */
function describe(error: unknown): string {
  const { name = 'Error', code, stack = '' } = error as { name?: string; code?: string; stack?: string };
  const place = /at (?:async )?([\w.]+) \(/.exec(stack)?.[1] ?? 'unknown place';
  return `${name}${code ? ` ${code}` : ''} in ${place}`;
}

/** PostgreSQL is away, or asks to try again (class 40: serialization failure, deadlock; 53: out of resources). */
function isAway(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return isDatabaseAway(error) || (typeof code === 'string' && /^(40|53|57)...$/.test(code));
}
