import { hash } from 'node:crypto';

/** How a message is found again by the platform's id of it: 16 bytes, so that no platform id stands in the clear. */
export function platformKey(channelId: number, messageId: string): Buffer {
  return hash('sha256', `${channelId}|${messageId}`, 'buffer').subarray(0, 16);
}
