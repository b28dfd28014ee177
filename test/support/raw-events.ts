/** Webhook bodies as the platforms write them, and their signatures: for what no phone has a button for. */
import { createHash, createHmac } from 'node:crypto';
import { messengerAccount, zaloAccount } from './accounts.js';
import type { Phone } from './phone.js';

let lastId = 0;
export function nextId(): string {
  lastId += 1;
  return `${Date.now()}${lastId}`;
}

/** One item of `messaging[]`. */
export const itemFrom = (at: number, { user }: Phone, fields: Record<string, unknown>) => ({
  sender: { id: user },
  recipient: { id: messengerAccount.pageId },
  timestamp: at,
  ...fields,
});

export const pageBatch = (items: ({ timestamp: number } & Record<string, unknown>)[]) => ({
  object: 'page',
  entry: items.map((item) => ({ id: messengerAccount.pageId, time: item.timestamp, messaging: [item] })),
});

const zaloText = (at: number, { user }: Phone, text: string) => ({
  app_id: zaloAccount.appId,
  sender: { id: user },
  recipient: { id: zaloAccount.oaId },
  event_name: 'user_send_text',
  message: { msg_id: nextId(), text },
  timestamp: String(at),
});

/** What a person's text looks like to us. */
export const textEventAt = (at: number, phone: Phone, text: string): unknown =>
  phone.platform === 'zalo'
    ? zaloText(at, phone, text)
    : pageBatch([itemFrom(at, phone, { message: { mid: `m_${nextId()}`, text } })]);

/** A tap: on Zalo the payload comes as an ordinary text. */
export const tapEventAt = (at: number, phone: Phone, payload: string): unknown =>
  phone.platform === 'zalo'
    ? zaloText(at, phone, payload)
    : pageBatch([itemFrom(at, phone, { message: { mid: `m_${nextId()}`, text: 'x', quick_reply: { payload } } })]);

export const signed = (body: string | Buffer) => ({
  'x-hub-signature-256': `sha256=${createHmac('sha256', messengerAccount.appSecret).update(body).digest('hex')}`,
});

/** Zalo signs the timestamp that stands in the body, broken or not. */
export function zaloSigned(body: string): Record<string, string> {
  const timestamp = /"timestamp":"(\d+)"/.exec(body)?.[1] ?? '';
  const mac = createHash('sha256').update(zaloAccount.appId + body + timestamp + zaloAccount.oaSecretKey);
  return { 'x-zevent-signature': `mac=${mac.digest('hex')}` };
}
