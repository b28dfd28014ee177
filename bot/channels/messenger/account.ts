/** What an administrator gives to connect a Page, and what they may set. */
import { z } from 'zod';
import type { Account } from '../contract.js';
import { limits } from './limits.js';

const secret = (what: string) => z.string().trim().min(1).max(1000).describe(what);

export const secretsSchema = z.strictObject({
  appSecret: secret('App secret, on the app dashboard under Settings → Basic: signs webhooks and every call'),
  verifyToken: secret('Any words you choose; type the same into the webhook settings of the app'),
  pageToken: secret('Page access token: of a system user, or a long-lived one from /me/accounts'),
  appId: z.string().trim().regex(/^\d+$/, 'the app id is a number').optional().describe('App id, on the app dashboard'),
});
export type Secrets = z.infer<typeof secretsSchema>;

export const settingsSchema = z.strictObject({
  /** v26.0 is of 2026-07-29; Meta keeps a version for about two years, and a call without one gets the oldest that still lives. */
  graphUrl: z
    .url({ protocol: /^https?$/ })
    .default('https://graph.facebook.com/v26.0')
    .transform((url) => url.replace(/\/+$/, ''))
    .describe('Address of the Graph API with its version'),
  /** An indicator costs a call as dear as the answer, and an answer that follows within a moment needs none. */
  typing: z
    .enum(['late', 'always'])
    .default('late')
    .describe('Show "typing" only when an answer has to wait, or always'),
  ratePerSecond: z
    .number()
    .positive()
    .max(limits.sendsPerSecond)
    .optional()
    .describe('Messages per second, when Meta grants this Page less than usual'),
});
export type Settings = z.infer<typeof settingsSchema>;

export type MessengerAccount = Account<Secrets, Settings>;
