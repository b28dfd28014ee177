/**
 * `delivery` and `read`: all messages up to the watermark have arrived, or been seen.
 *
 *   {"mids":["m_1"],"watermark":1763770000000}
 */
import type { ChannelEvent } from '../../contract.js';
import { type Fields, idOf, listOf, timeOf } from './fields.js';
import { hashedKey, type Item, noted } from './item.js';

export const readDelivery = (item: Item, value: Fields): ChannelEvent[] => receipt(item, 'delivered', value);
export const readRead = (item: Item, value: Fields): ChannelEvent[] => receipt(item, 'read', value);

function receipt(item: Item, kind: 'delivered' | 'read', { mids, watermark }: Fields): ChannelEvent[] {
  const messageIds = listOf(mids).flatMap((mid) => idOf(mid) ?? []);
  const until = timeOf(watermark);
  if (messageIds.length === 0 && until === undefined) return [];
  const key = hashedKey(kind, item, until, messageIds);
  return [noted(item, key, { kind, messageIds, ...(until !== undefined && { watermark: until }) })];
}
