/** One call to the Graph API, and what its answer means. The token travels in a header: addresses end up in logs. */
import type { Http, SendContext, SendResult } from '../contract.js';
import { parseJson } from '../json.js';
import type { Secrets, Settings } from './account.js';
import { type Judgement, judge, judgeStatus } from './errors.js';
import { type Fields, fieldsOf } from './events/fields.js';
import { appSecretProof } from './secrets.js';
import { retryAfterMs } from './usage.js';

export type Failure = Extract<SendResult, { ok: false }>;
export type GraphAnswer = { ok: true; value: Fields; headers: Record<string, string> } | Failure;

export interface GraphCall {
  method: 'GET' | 'POST';
  /** Below the version: "me/messages". */
  path: string;
  query?: Record<string, string>;
  body?: Fields;
}

export async function callGraph(context: SendContext<Secrets, Settings>, call: GraphCall): Promise<GraphAnswer> {
  const { http, account, accessToken } = context;
  const proof = appSecretProof(account.secrets.appSecret, accessToken);
  const query = new URLSearchParams({ ...call.query, appsecret_proof: proof });
  const answer = await http({
    method: call.method,
    url: `${account.settings.graphUrl}/${call.path}?${query}`,
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    ...(call.body && { body: JSON.stringify(call.body) }),
  });
  return answer.reached ? readAnswer(answer) : unreached(answer);
}

type HttpAnswer = Awaited<ReturnType<Http>>;
type Reached = Extract<HttpAnswer, { reached: true }>;

function readAnswer(answer: Reached): GraphAnswer {
  const value = fieldsOf(parseJson(Buffer.from(answer.body)));
  const error = fieldsOf(value.error);
  const code = wholeNumber(error.code);
  if (code !== undefined) return refusedByMeta(answer, code, error);
  if (answer.status < 200 || answer.status > 299) return refusedByServer(answer);
  return { ok: true, value, headers: answer.headers };
}

/** An error of Meta's own is certain: it has looked at the request and not done it. */
function refusedByMeta({ status, headers }: Reached, code: number, error: Fields): Failure {
  const subcode = wholeNumber(error.error_subcode);
  const known = judge(code, subcode || undefined);
  const judgement = known ?? judgeStatus(error.is_transient === true ? 503 : status);
  const trace = typeof error.fbtrace_id === 'string' ? `, trace ${error.fbtrace_id}` : '';
  const detail = `${known ? known.meaning : `unknown error: ${withoutSecrets(error.message)}`} (HTTP ${status}${trace})`;
  return failure(subcode ? `${code}/${subcode}` : `${code}`, judgement, true, detail, headers);
}

/** A refusal (4xx) never reached what sends; a server that failed (5xx) may have sent before it did. */
function refusedByServer({ status, headers }: Reached): Failure {
  const judgement = judgeStatus(status);
  return failure(`http-${status}`, judgement, status < 500 && status !== 408, judgement.meaning, headers);
}

const waiting = new Set(['retry', 'back-off']);

function failure(
  code: string,
  { decision, alarm }: Judgement,
  certain: boolean,
  detail: string,
  headers: Record<string, string>,
): Failure {
  const wait = waiting.has(decision) ? retryAfterMs(headers) : undefined;
  return { ok: false, code, decision, alarm, certain, detail, ...(wait !== undefined && { retryAfterMs: wait }) };
}

/** Names for what undici calls its failures. */
const failures: ReadonlyMap<string, string> = new Map([
  ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
  ['UND_ERR_BODY_TIMEOUT', 'timeout'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'reset'],
  ['EPIPE', 'reset'],
  ['UND_ERR_SOCKET', 'reset'],
]);

function unreached({ sent, code }: Extract<HttpAnswer, { reached: false }>): Failure {
  const name = failures.get(code) ?? code;
  const detail = sent ? 'no answer: Meta may or may not have acted' : 'no connection to Meta';
  return { ok: false, code: name, decision: 'retry', alarm: false, certain: !sent, detail };
}

const wholeNumber = (value: unknown): number | undefined =>
  Number.isInteger(Number(value)) && value !== null && value !== '' ? Number(value) : undefined;

/** Meta's messages name people by number and can repeat the token; neither belongs in a log. */
const withoutSecrets = (message: unknown): string =>
  String(message ?? '')
    .replace(/\d{6,}|[\w-]{20,}/g, '…')
    .slice(0, 200);
