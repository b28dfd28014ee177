/**
 * Reading what Zalo answers. Errors come with HTTP 200 and `{"error": -230, "message": "…"}`; and between us and Zalo there are gateways
 * that answer in HTML, with nothing, or with half a body. What matters is whether the message can have been sent.
 */
import type { Http, SendResult } from '../contract.js';
import { parseJson } from '../json.js';
import { cut } from '../text.js';
import { errors, type Ruling, rulingOf, rulingOfStatus } from './errors.js';
import { type Fields, idAt, isFields, numberAt, textAt } from './fields.js';

export type HttpResult = Awaited<ReturnType<Http>>;
export type Failure = Extract<SendResult, { ok: false }>;
export type Answer = { ok: true; fields: Fields; headers: Record<string, string> } | Failure;

/** The answer's fields when Zalo says it is well (`error: 0`), otherwise what went wrong. */
export function answerOf(result: HttpResult): Answer {
  if (!result.reached) return unreached(result);
  const { status, headers, body } = result;
  const fields = parseJson(Buffer.from(body));
  const code = isFields(fields) ? idAt(fields, 'error') : undefined;
  if (isFields(fields) && code === '0' && status < 300) return { ok: true, fields, headers };
  if (isFields(fields) && code !== undefined && code !== '0' && (errors.has(code) || status < 300)) {
    return failure(code, rulingOf(code), true, headers, textAt(fields, 'message'));
  }
  // Refused by status: had no effect. A failed or unreadable answer may hide a message that was sent.
  const refused = status >= 300 && status < 500 && status !== 408;
  return failure(`http-${status}`, rulingOfStatus(status), refused, headers);
}

export function failure(
  code: string,
  { decision, alarm, meaning, retryAfterMs }: Ruling,
  certain: boolean,
  headers: Record<string, string> = {},
  said?: string,
): Failure {
  const wait = decision === 'back-off' ? (retryAfterIn(headers) ?? retryAfterMs) : retryAfterMs;
  const detail = said === undefined ? meaning : `${meaning} (Zalo: ${withoutPeople(said)})`;
  return { ok: false, code, decision, alarm, certain, detail, ...(wait !== undefined && { retryAfterMs: wait }) };
}

function unreached({ sent, code }: Extract<HttpResult, { reached: false }>): Failure {
  const name = nameOf(code);
  const meaning = sent ? `no answer from Zalo (${name})` : `Zalo could not be reached (${name})`;
  return failure(name, { decision: 'retry', alarm: false, meaning }, !sent);
}

function nameOf(code: string): string {
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE') return 'reset';
  return code;
}

/** Details are logged: long numbers (ids, telephone numbers) and addresses in Zalo's words are masked. */
function withoutPeople(text: string): string {
  return cut(text.replace(/\S+@\S+/g, '…').replace(/\d{6,}/g, '…'), 200);
}

/** `Retry-After` in seconds, or as a date that is measured against the answer's own `Date`, because there is no clock here. */
function retryAfterIn(headers: Record<string, string>): number | undefined {
  const seconds = numberAt(headers, 'retry-after');
  if (seconds !== undefined) return seconds >= 0 ? seconds * 1000 : undefined;
  const wait = Date.parse(headers['retry-after'] ?? '') - Date.parse(headers.date ?? '');
  return wait >= 0 ? wait : undefined;
}
