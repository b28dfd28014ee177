/**
 * `postback`: an entry of the menu, an ice breaker, Get Started, or a button below a message.
 *
 *   {"mid":"m_1","title":"Bắt đầu","payload":"#ln:start","referral":{"ref":"khao-sat-vneid","source":"SHORTLINK","type":"OPEN_THREAD"}}
 */
import type { ChannelEvent } from '../../contract.js';
import { type Fields, fieldsOf, idOf, textOf } from './fields.js';
import { acted, hashedKey, type Item } from './item.js';

export function readPostback(item: Item, postback: Fields): ChannelEvent[] {
  /** In standby Meta leaves the payload out. */
  const payload = textOf(postback.payload) ?? '';
  const messageId = idOf(postback.mid);
  const title = textOf(postback.title);
  const ref = textOf(fieldsOf(postback.referral).ref);
  if (!payload && !title && !messageId) return [];
  const key = messageId ? `tap:${messageId}` : hashedKey('tap', item, payload);
  return [
    acted(item, key, {
      kind: 'tap',
      payload,
      ...(title && { title }),
      ...(messageId && { messageId }),
      ...(ref && { ref }),
    }),
  ];
}
