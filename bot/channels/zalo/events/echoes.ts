/**
 * What was sent in our name: `oa_send_*`, by us or by an official in Zalo's own chat tool, who then stands in `sender.admin_id`.
 *
 *   {"event_name":"oa_send_text","sender":{"id":"<oa>","admin_id":"<official>"},"recipient":{"id":"<person>"},
 *    "message":{"msg_id":"…","text":"…"},"timestamp":"…"}
 */
import { fieldsAt, idAt, textAt } from '../fields.js';
import type { Happening, Incoming, Reader } from './reader.js';

export const accountSent: Reader = { by: 'account', opensWindow: false, oncePerMessage: true, read: readEcho };

function readEcho({ raw, message }: Incoming): Happening | null {
  const messageId = idAt(message, 'msg_id');
  if (messageId === undefined) return null;
  const text = textAt(message, 'text');
  const byPerson = idAt(fieldsAt(raw, 'sender'), 'admin_id') !== undefined;
  return { kind: 'echoed', messageId, byPerson, ...(text === undefined ? {} : { text }) };
}

/**
 * People who are not logged in to Zalo (`anonymous_send_*`): they have no user id, and the calls we answer with cannot reach them. The
 * officials see them in Zalo's own chat tool.
 */
export const anonymousSent: Reader = {
  by: 'person',
  opensWindow: false,
  oncePerMessage: true,
  read: () => ({ kind: 'standby', of: 'anonymous' }),
};
