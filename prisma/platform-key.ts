import { createHash } from 'node:crypto';

/** How a message is found again by the platform's id of it: 16 bytes, so that no platform id stands in the clear. */
export function platformKey(channelId: number, messageId: string): Buffer {
  return createHash('sha256').update(`${channelId}|${messageId}`).digest().subarray(0, 16);
}
