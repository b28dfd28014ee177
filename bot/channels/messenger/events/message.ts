/**
 * `message`: everything a person writes, taps below a message, or attaches; and the echo of what was sent in the Page's name.
 *
 *   {"mid":"m_1","text":"Hài lòng","quick_reply":{"payload":"#ln1:…"}}
 *   {"mid":"m_2","attachments":[{"type":"image","payload":{"url":"https://…"}}]}
 */
import type { ChannelEvent } from '../../contract.js';
import { attachmentsOf } from './attachments.js';
import { readContent } from './content.js';
import { type Fields, fieldsOf, idOf, textOf } from './fields.js';
import { acted, type Item, noted } from './item.js';
import { openedByMessage } from './opening.js';

export function readMessage(item: Item, message: Fields): ChannelEvent[] {
  const messageId = idOf(message.mid);
  if (messageId === null) return [];
  if (message.is_deleted === true) return [noted(item, `deleted:${messageId}`, { kind: 'deleted', messageId })];
  if (message.is_echo === true || item.fromPage) return [readEcho(item, message, messageId)];
  const tap = readQuickReply(item, message, messageId);
  const events = tap ? [tap] : readContent(item, messageId, textOf(message.text), attachmentsOf(message));
  return [...openedByMessage(item, message, messageId), ...events];
}

/**
 * Everything we send carries our reference as metadata; what comes without it was written by a person in the Page's inbox or by their
 * other tool. (`app_id` does not tell them apart: tools that people write with have one too.)
 */
function readEcho(item: Item, message: Fields, messageId: string): ChannelEvent {
  const metadata = textOf(message.metadata);
  const text = textOf(message.text);
  return noted(item, `echoed:${messageId}`, {
    kind: 'echoed',
    messageId,
    byPerson: metadata === undefined,
    ...(metadata && { metadata }),
    ...(text && { text }),
  });
}

/** What comes back from the button that offers the person's own phone number: the number itself, as the payload. */
const phoneNumber = /^\+?\d[\d .()-]{6,20}$/;

function readQuickReply(item: Item, message: Fields, messageId: string): ChannelEvent | undefined {
  const payload = textOf(fieldsOf(message.quick_reply).payload);
  if (!payload) return undefined;
  if (phoneNumber.test(payload)) {
    return acted(item, `shared-info:${messageId}`, { kind: 'shared-info', phone: payload });
  }
  const title = textOf(message.text);
  return acted(item, `tap:${messageId}`, { kind: 'tap', payload, messageId, ...(title && { title }) });
}
