/**
 * A webhook body to events. `entry[]` is a batch, and each entry has `messaging[]`, `standby[]` or `changes[]`:
 *
 *   {"object":"page","entry":[{"id":"<page>","time":1763770000000,"messaging":[
 *     {"sender":{"id":"<person>"},"recipient":{"id":"<page>"},"timestamp":1763770000000,"message":{"mid":"m_1","text":"Chào"}}]}]}
 *
 * Never throws: what is signed but strange is kept as 'unknown', because anything but 200 makes Meta send it again and, after an hour,
 * switch the webhook off.
 */
import type { ChannelEvent, Received } from '../contract.js';
import { parseJson } from '../json.js';
import { clean } from '../text.js';
import { readChange } from './events/control.js';
import { fieldsOf, idOf, listOf } from './events/fields.js';
import { type Item, itemOf } from './events/item.js';
import { readItem, unknown } from './events/readers.js';
import { overheard } from './events/standby.js';

export function receive(body: Buffer): Received {
  const value = parseJson(body);
  if (value === undefined) return { events: [], unreadable: 'not JSON' };
  const { object, entry } = fieldsOf(value);
  if (!Array.isArray(entry)) return { events: [], unreadable: 'no list of entries' };
  return { events: entry.flatMap(object === 'page' ? readEntry : (foreign) => [notOfAPage(foreign, object)]) };
}

function readEntry(entry: unknown): ChannelEvent[] {
  const { id, time, messaging, standby, changes } = fieldsOf(entry);
  const pageId = idOf(id);
  const items = (list: unknown): Item[] => listOf(list).map((value) => itemOf(value, pageId, time));
  const events = items(messaging).flatMap(readItem);
  if (standby) for (const item of items(standby)) events.push(...readItem(item).map(overheard));
  if (changes) for (const item of items(changes)) events.push(readChange(item));
  return events.length > 0 ? events : [unknown(itemOf({}, pageId, time), entry, 'entry')];
}

/** One app can be subscribed to more than Pages (Instagram, users, permissions): not ours, but somebody should see that it comes. */
function notOfAPage(entry: unknown, object: unknown): ChannelEvent {
  const { id, time } = fieldsOf(entry);
  return unknown(
    itemOf({}, idOf(id), time),
    entry,
    `object:${typeof object === 'string' ? clean(object) : typeof object}`,
  );
}
