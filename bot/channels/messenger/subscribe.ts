/** How a Page begins to talk to us: Meta checks our webhook address once, then the Page is subscribed to what we want to hear. */
import type { SendContext } from '../contract.js';
import type { MessengerAccount, Secrets, Settings } from './account.js';
import { callGraph, type GraphAnswer } from './graph.js';
import { sameWords } from './secrets.js';

/**
 * What we want to hear. Without `messaging_optins`, whose plugins Meta has ended; and without `response_feedback` on purpose: subscribing
 * to it puts thumbs under every message of ours, and a person who has just answered a survey would be asked twice.
 */
export const subscribedFields = [
  'messages',
  'messaging_postbacks',
  'messaging_referrals',
  'message_deliveries',
  'message_reads',
  'message_echoes',
  'message_edits',
  'message_reactions',
  'messaging_handovers',
  'standby',
  'messaging_policy_enforcement',
] as const;

/** `GET ?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`: the challenge to answer with (200, plain text), or null (403). */
export function answerChallenge(query: Record<string, unknown>, accounts: MessengerAccount[]): string | null {
  const token = query['hub.verify_token'];
  const challenge = query['hub.challenge'];
  if (query['hub.mode'] !== 'subscribe' || typeof token !== 'string' || typeof challenge !== 'string') return null;
  let known = false;
  for (const { secrets } of accounts) known = sameWords(secrets.verifyToken, token) || known;
  return known ? challenge : null;
}

/** Without this a connected Page stays silent, and after Meta has switched a failing webhook off it has to be done again. */
export const subscribePage = (context: SendContext<Secrets, Settings>): Promise<GraphAnswer> =>
  callGraph(context, {
    method: 'POST',
    path: `${context.account.accountId}/subscribed_apps`,
    query: { subscribed_fields: subscribedFields.join(',') },
  });
