/**
 * A webhook body becomes events. Lenient throughout: an event we do not know, or that lacks what it should have, is kept as `unknown`
 * and answered 200; a strict reader would make Zalo retry it five times and then switch the webhook off.
 */
import { createHash } from 'node:crypto';
import type { ChannelEvent, ChannelEventBase, Received } from '../contract.js';
import { parseJson } from '../json.js';
import { cut } from '../text.js';
import type { Happening, Reader } from './events/reader.js';
import { readerFor } from './events/reader-for.js';
import { cleanAll, type Fields, fieldsAt, idAt, isDeeperThan, isFields, numberAt, textAt } from './fields.js';

type Accounts = readonly { accountId: string }[];

/** Zalo's events have five levels at most. */
const deepestLevels = 32;
/** Zalo's names have at most 40 characters; the name becomes part of a key in the database. */
const longestName = 64;

export function receive(body: Buffer, accounts: Accounts = []): Received {
  const value = parseJson(body);
  if (value === undefined) return { events: [], unreadable: 'not JSON' };
  const items = Array.isArray(value) ? value : [value];
  const readable = items.filter(isEvent);
  const events = readable.map((item) => toEvent(item, accounts));
  if (readable.length === items.length) return { events };
  return { events, unreadable: `${items.length - readable.length} of ${items.length} items are no events` };
}

const isEvent = (item: unknown): item is Fields => isFields(item) && !isDeeperThan(item, deepestLevels);

function toEvent(raw: Fields, accounts: Accounts): ChannelEvent {
  const name = cut(textAt(raw, 'event_name') ?? '', longestName);
  const message = fieldsAt(raw, 'message');
  const reader = readerFor(name, message);
  const base = baseOf(raw, name, reader, accounts);
  const happening = reader && hasItsPerson(reader, base) ? read(reader, raw, name, base.key) : null;
  return happening
    ? { ...base, ...happening }
    : { ...base, userId: null, opensWindow: false, kind: 'unknown', name, raw: cleanAll(raw) };
}

const hasItsPerson = ({ by }: Reader, { userId }: ChannelEventBase): boolean => by === 'nobody' || userId !== null;

function read(reader: Reader, raw: Fields, name: string, key: string): Happening | null {
  const message = fieldsAt(raw, 'message');
  return reader.read({ name, raw, message, messageId: idAt(message, 'msg_id') ?? key });
}

function baseOf(raw: Fields, name: string, reader: Reader | undefined, accounts: Accounts): ChannelEventBase {
  const { accountId, userId } = partiesOf(raw, reader?.by ?? guess(name), accounts);
  return {
    key: keyOf(raw, name, reader?.oncePerMessage ?? false),
    accountId: accountId ?? '',
    userId: userId ?? null,
    at: timeOf(raw),
    opensWindow: reader?.opensWindow ?? false,
  };
}

/** Of an event we do not know, the name tells who acted. */
const guess = (name: string): Reader['by'] => (name.startsWith('oa_') ? 'account' : 'person');

interface Parties {
  accountId: string | undefined;
  userId: string | undefined;
}

/** In events about messages the OA is sender or recipient; in the others it stands at the top, as `oa_id`. */
function partiesOf(raw: Fields, by: Reader['by'], accounts: Accounts): Parties {
  const sender = idAt(fieldsAt(raw, 'sender'), 'id');
  const recipient = idAt(fieldsAt(raw, 'recipient'), 'id');
  const oaId = idAt(raw, 'oa_id');
  if (by === 'nobody') return { accountId: oaId ?? oursOf([recipient, sender], accounts), userId: undefined };
  const [first, second] = by === 'person' ? [recipient, sender] : [sender, recipient];
  const alone = idAt(fieldsAt(raw, 'follower'), 'id') ?? idAt(raw, 'user_id');
  const parties = { accountId: oaId ?? first, userId: second ?? alone };
  return isSwapped(parties, accounts) ? { accountId: parties.userId, userId: parties.accountId } : parties;
}

/** For receipts the sources disagree about who is the sender (2026): an id that is one of our OAs is never a person. */
function isSwapped({ accountId, userId }: Parties, accounts: Accounts): boolean {
  return !isOurs(accountId, accounts) && isOurs(userId, accounts);
}

const isOurs = (id: string | undefined, accounts: Accounts): boolean =>
  id !== undefined && accounts.some(({ accountId }) => accountId === id);

const oursOf = (ids: (string | undefined)[], accounts: Accounts): string | undefined =>
  ids.find((id) => isOurs(id, accounts)) ?? ids.findLast((id) => id !== undefined);

/** Stable over redeliveries: Zalo sends the same bytes again. Kept in the clear, hence without the person's id. */
function keyOf(raw: Fields, name: string, oncePerMessage: boolean): string {
  const messageId = idAt(fieldsAt(raw, 'message'), 'msg_id');
  if (oncePerMessage && messageId !== undefined) return `${messageId}:${name}`;
  const digest = createHash('sha256').update(JSON.stringify(raw)).digest('base64url').slice(0, 22);
  return `${name}:${timeOf(raw)}:${digest}`;
}

/** What calls itself later is a mistake, and a date that databases and calendars need not bear. */
const latest = Date.UTC(2100, 0, 1);

function timeOf(raw: Fields): number {
  const at = numberAt(raw, 'timestamp') ?? 0;
  return at > 0 && at <= latest ? Math.trunc(at) : 0;
}
