/** Webhooks as the platforms send them: bodies in their shapes, signed in their ways, ready to be written to a socket. */
import { createHash, createHmac } from 'node:crypto';
import type { Platform } from '../../sandbox/options.js';
import { oa, page } from './accounts.js';

/** One thing that happened. `at` is the platform's clock; `id` the platform's id of the message. */
export type Happened =
  | { platform: Platform; user: string; id: string; at: number; what: 'text'; text: string }
  | { platform: Platform; user: string; id: string; at: number; what: 'tap'; title: string; payload: string }
  /** The platform hands our own message back. */
  | { platform: Platform; user: string; id: string; at: number; what: 'echo'; text: string; reference?: string }
  | { platform: Platform; user: string; id: string; at: number; what: 'delivered' };

export interface Webhook {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Messenger puts several people's messages into one delivery, Zalo one each. */
export function webhookOf(happened: Happened[]): Webhook {
  const [first] = happened;
  if (!first) throw new Error('a webhook tells of something');
  return first.platform === 'messenger' ? messengerWebhook(happened) : zaloWebhook(first);
}

function messengerWebhook(happened: Happened[]): Webhook {
  const entry = happened.map((one) => ({ id: page.pageId, time: one.at, messaging: [messengerItem(one)] }));
  const body = JSON.stringify({ object: 'page', entry });
  const signature = createHmac('sha256', page.appSecret).update(body).digest('hex');
  return { path: '/webhooks/messenger', headers: { 'x-hub-signature-256': `sha256=${signature}` }, body };
}

function messengerItem(one: Happened): object {
  const person = { id: one.user };
  const account = { id: page.pageId };
  const item = { sender: person, recipient: account, timestamp: one.at };
  switch (one.what) {
    case 'text':
      return { ...item, message: { mid: one.id, text: one.text } };
    case 'tap':
      return { ...item, message: { mid: one.id, text: one.title, quick_reply: { payload: one.payload } } };
    case 'echo': {
      const message = { is_echo: true, mid: one.id, text: one.text, ...(one.reference && { metadata: one.reference }) };
      return { sender: account, recipient: person, timestamp: one.at, message };
    }
    case 'delivered':
      return { ...item, delivery: { mids: [one.id], watermark: one.at } };
  }
}

const zaloNames = {
  text: 'user_send_text',
  tap: 'user_send_text',
  echo: 'oa_send_text',
  delivered: 'user_received_message',
} as const;

function zaloWebhook(one: Happened): Webhook {
  const timestamp = String(one.at);
  const text = one.what === 'tap' ? one.payload : one.what === 'delivered' ? undefined : one.text;
  const [sender, recipient] = one.what === 'echo' ? [oa.oaId, one.user] : [one.user, oa.oaId];
  const body = JSON.stringify({
    app_id: oa.appId,
    sender: { id: sender },
    user_id_by_app: `7${one.user.slice(1)}`,
    recipient: { id: recipient },
    event_name: zaloNames[one.what],
    message: { msg_id: one.id, ...(text !== undefined && { text }) },
    timestamp,
  });
  const mac = createHash('sha256')
    .update(oa.appId + body + timestamp + oa.oaSecretKey)
    .digest('hex');
  return { path: '/webhooks/zalo', headers: { 'x-zevent-signature': `mac=${mac}` }, body };
}

/** The whole request, to be written as it is. */
export function requestBytes({ path, headers, body }: Webhook): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
