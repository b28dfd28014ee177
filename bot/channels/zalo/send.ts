/** Sending one rendered message, and asking the OA's name as a test of the connection. */
import { createHmac } from 'node:crypto';
import type { Rendered, SendContext, SendResult } from '../contract.js';
import type { Secrets, Settings } from './account.js';
import { type Answer, answerOf, failure } from './answer.js';
import { type Fields, fieldsAt, idAt, isFields, textAt } from './fields.js';

type Context = SendContext<Secrets, Settings>;

/** `POST /v3.0/oa/message/cs` `{ recipient: { user_id }, message }` → `{ data: { message_id, quota }, error: 0 }` */
export async function send(context: Context, userId: string, rendered: Rendered): Promise<SendResult> {
  const answer = answerOf(
    await context.http({
      method: 'POST',
      url: `${context.account.settings.openapiUrl}/v3.0/oa/message/cs`,
      headers: { ...headersOf(context), 'content-type': 'application/json' },
      body: JSON.stringify({ recipient: { user_id: userId }, ...rendered }),
    }),
  );
  return answer.ok ? sent(answer) : orPlain(answer, rendered);
}

/** Accepted without an id: it has been sent, so it must not be sent again; its echo tells the id. */
const noId = { decision: 'give-up', alarm: true, meaning: 'Zalo accepted the message but gave no id' } as const;

function sent(answer: Extract<Answer, { ok: true }>): SendResult {
  const data = fieldsAt(answer.fields, 'data');
  const messageId = idAt(data, 'message_id');
  if (messageId === undefined) return failure('no-message-id', noId, false);
  const usage = usageOf(data, answer.headers);
  return { ok: true, messageId, ...(Object.keys(usage).length > 0 && { usage }) };
}

/** What is left of rates and quotas, for the meters. The quota's `remain` goes away for some packages from 2026-03 on (probable). */
function usageOf(data: Fields, headers: Record<string, string>): Record<string, string> {
  const quota = fieldsAt(data, 'quota');
  const meters: [string, string | undefined][] = [
    ['rate-limit', headers['x-ratelimit-limit']],
    ['rate-remain', headers['x-ratelimit-remain']],
    ['quota-type', idAt(quota, 'quota_type')],
    ['quota-remain', idAt(quota, 'remain')],
    ['quota-total', idAt(quota, 'total')],
  ];
  return Object.fromEntries(meters.filter((meter): meter is [string, string] => meter[1] !== undefined));
}

/** Only a message with buttons or a form can be made plainer; a plain text that is refused will be refused again. */
function orPlain(failed: Extract<Answer, { ok: false }>, { message }: Rendered): SendResult {
  const hasAttachment = isFields(message) && 'attachment' in message;
  return failed.decision === 'plain' && !hasAttachment ? { ...failed, decision: 'give-up' } : failed;
}

/** `GET /v2.0/oa/getoa` → `{ data: { oa_id, name, … } }` */
export async function test(context: Context) {
  const { http, account } = context;
  const url = `${account.settings.openapiUrl}/v2.0/oa/getoa`;
  const answer = answerOf(await http({ method: 'GET', url, headers: headersOf(context) }));
  if (!answer.ok) return { ok: false, code: answer.code, detail: answer.detail } as const;
  const data = fieldsAt(answer.fields, 'data');
  const actual = idAt(data, 'oa_id');
  if (actual !== undefined && actual !== account.accountId) {
    const detail = `the token belongs to OA ${actual}, not ${account.accountId}: connect this OA again`;
    return { ok: false, code: 'other-account', detail } as const;
  }
  return { ok: true, name: textAt(data, 'name') ?? account.accountId } as const;
}

/** Zalo wants the token in a header of its own name, not as `Authorization`. */
function headersOf({ account, accessToken }: Context): Record<string, string> {
  if (!account.settings.appSecretProof) return { access_token: accessToken };
  return { access_token: accessToken, appsecret_proof: proofOf(account.secrets.appSecret, accessToken) };
}

const proofOf = (appSecret: string, accessToken: string): string =>
  createHmac('sha256', appSecret).update(accessToken).digest('hex');
