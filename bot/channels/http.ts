/**
 * The one way out to a platform: undici's dispatcher on kept-alive pools. Not the global `fetch`, which costs four times the CPU on
 * Node 20 (docs/adr/0006-own-channel-clients.md).
 */
import { type Dispatcher, Pool } from 'undici';
import type { Http } from './contract.js';

/** Above what one account may send at once; more only queues at the platform. */
const connectionsPerHost = 64;
/** Both platforms answer in well under a second; after 10 s the answer is no longer worth a held slot, and the send is in doubt. */
const defaultTimeoutMs = 10_000;
/** No answer we use is longer; a page of HTML from a broken proxy need not fill our memory. */
const longestBodyBytes = 256 * 1024;

/** Failures that happen before a byte of the request has left: certainly without effect. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  // Refused by undici itself, e.g. a token with a line break in it.
  'UND_ERR_INVALID_ARG',
  'ERR_INVALID_URL',
  // The certificate is checked before anything of ours goes out.
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export interface HttpClient {
  http: Http;
  close: () => Promise<void>;
}

export function createHttp(): HttpClient {
  const pools = new Map<string, Pool>();
  const poolFor = (origin: string): Pool => {
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, { connections: connectionsPerHost, maxResponseSize: longestBodyBytes });
      pools.set(origin, pool);
    }
    return pool;
  };

  const http: Http = ({ method, url, headers = {}, body = null, timeoutMs = defaultTimeoutMs }) => {
    const slash = url.indexOf('/', 'https://'.length);
    const origin = slash < 0 ? url : url.slice(0, slash);
    const path = slash < 0 ? '/' : url.slice(slash);
    return new Promise((resolve) => {
      const failed = (error: unknown): void => {
        const code = codeOf(error);
        resolve({ reached: false, sent: !neverSent.has(code), code });
      };
      try {
        const call = { method, path, headers, body, headersTimeout: timeoutMs, bodyTimeout: timeoutMs };
        poolFor(origin).dispatch(call, collect(resolve, failed));
      } catch (error) {
        failed(error);
      }
    });
  };

  return {
    http,
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

type Answer = Extract<Awaited<ReturnType<Http>>, { reached: true }>;

/**
 * Gathers an answer from undici's dispatcher. `request` would wrap each answer in a stream of its own, which costs as much again as the
 * rest of the call.
 */
function collect(answered: (answer: Answer) => void, failed: (error: unknown) => void): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let status = 0;
  let headers: Record<string, string> = {};
  return {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, statusCode, given) => {
      status = statusCode;
      headers = flatten(given);
    },
    onResponseData: (_controller, chunk) => void chunks.push(chunk),
    onResponseEnd: () => {
      const [only, ...more] = chunks;
      const body = more.length > 0 ? Buffer.concat(chunks).toString() : (only?.toString() ?? '');
      answered({ reached: true, status, headers, body });
    },
    onResponseError: (_controller, error) => failed(error),
  };
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}

function codeOf(error: unknown): string {
  const { code, name, cause } = error as { code?: string; name?: string; cause?: unknown };
  if (code) return code;
  return cause ? codeOf(cause) : (name ?? 'unknown');
}
