/** What became of our messages: arrived, seen, reacted to. Sent from telephones only. */
import { idAt, idsAt, textAt } from '../fields.js';
import type { Happening, Incoming, Reader } from './reader.js';

/** {"event_name":"user_received_message","message":{"msg_id":"…"}, …}, without the text. */
export const received: Reader = { by: 'person', opensWindow: false, oncePerMessage: true, read: readReceived };

/** A template sent to a telephone number: the recipient's "id" is that number, so nobody we know, and not to be kept as an id. */
export const receivedByPhone: Reader = { by: 'nobody', opensWindow: false, oncePerMessage: true, read: readReceived };

function readReceived({ message }: Incoming): Happening | null {
  const messageId = idAt(message, 'msg_id');
  return messageId === undefined ? null : { kind: 'delivered', messageIds: [messageId] };
}

/** {"event_name":"user_seen_message","message":{"msg_ids":["…","…"]}, …} */
export const seen: Reader = { by: 'person', opensWindow: false, oncePerMessage: false, read: readSeen };

function readSeen({ message }: Incoming): Happening | null {
  const single = idAt(message, 'msg_id');
  const messageIds = single === undefined ? idsAt(message, 'msg_ids') : [single];
  return messageIds.length > 0 ? { kind: 'read', messageIds } : null;
}

/** {"event_name":"user_reacted_message","message":{"msg_id":"…","react_icon":"/-heart"}, …} */
export const reacted: Reader = { by: 'person', opensWindow: false, oncePerMessage: false, read: readReaction };

function readReaction({ message }: Incoming): Happening {
  const messageId = idAt(message, 'msg_id');
  const reaction = textAt(message, 'react_icon');
  const removed = reaction === undefined || reaction === '/-remove';
  return { kind: 'reacted', removed, ...(messageId && { messageId }), ...(reaction && { reaction }) };
}
