/** Zalo's refusals: HTTP 200, `error` below zero. Numbers and meanings: OA error table (docs.zaloplatforms.com, seen 2026-11). */
import { type Answer, Refusal } from '../fake-call.js';

export const zaloErrors = {
  [-32]: 'Rate limit exceeded',
  [-100]: 'Attachment has expired or does not exist',
  [-200]: 'Send message failed',
  [-201]: 'Invalid parameter',
  [-204]: 'Official Account has been disabled or deleted',
  [-205]: 'Official Account does not exist',
  [-209]: 'Application is not active',
  [-210]: 'Parameter exceeds the limit',
  [-211]: 'Out of quota',
  [-213]: 'User has not followed the Official Account',
  [-216]: 'Access token is invalid',
  [-217]: 'User has blocked messages from the Official Account',
  [-218]: 'Recipient is out of quota',
  [-220]: 'Access token has expired',
  [-221]: 'Official Account is not verified',
  [-223]: 'Official Account has not authorised the application',
  [-224]: 'The package of the Official Account does not include this API',
  [-227]: 'User is banned or has been inactive for more than 45 days',
  [-230]: 'User has not interacted with the Official Account in the last 7 days',
  [-232]: 'User has not interacted with the Official Account',
  [-233]: 'Message type is not supported',
  [-234]: 'Message is not allowed at this hour',
  [-240]: 'API version 2 of this message has been shut down',
  [-242]: 'Invalid appsecret_proof',
  [-244]: 'User has restricted this type of message',
  [-248]: 'Message violates the platform standards',
  [-249]: 'Template can not be sent by user id',
  [-403]: 'Forbidden',
} as const;

export type ZaloCode = keyof typeof zaloErrors;

export function zaloError(code: number, detail?: string): Answer {
  const known = Object.hasOwn(zaloErrors, code) ? zaloErrors[code as ZaloCode] : 'Error';
  return { status: 200, body: { error: code, message: detail ? `${known}: ${detail}` : known } };
}

export function refuse(code: ZaloCode, detail?: string): never {
  const answer = zaloError(code, detail);
  throw new Refusal(answer, `zalo ${code}`);
}

export const succeed = (data?: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  ...(headers ? { headers } : {}),
  body: data === undefined ? { error: 0, message: 'Success' } : { data, error: 0, message: 'Success' },
});
