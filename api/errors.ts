/**
 * Every error this API answers with: its code, its status, and (in locales, under `errors.<code>`) what it says to people, with the cure.
 * Call sites read `throw fail('agency-in-use')`; one handler turns it into an answer.
 */
import type { Problem } from './problems.js';

export const statusOf = {
  'invalid-input': 400,
  'invalid-json': 400,
  'survey-invalid': 400,
  'not-logged-in': 401,
  'wrong-credentials': 401,
  forbidden: 403,
  'foreign-origin': 403,
  'not-found': 404,
  'no-such-address': 404,
  'email-taken': 409,
  'code-taken': 409,
  'agency-in-use': 409,
  'agency-closed': 409,
  'agency-loop': 409,
  'last-administrator': 409,
  yourself: 409,
  'channel-disconnected': 409,
  'already-retired': 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  'too-many-tries': 429,
  'too-many-exports': 429,
  'bad-request': 400,
  internal: 500,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof statusOf;

export interface ErrorDetail {
  /** Fills the blanks of the message. */
  values?: Record<string, string | number>;
  problems?: Problem[];
  retryAfterSeconds?: number;
}

export class ApiError extends Error {
  override name = 'ApiError';
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export const fail = (code: ErrorCode, detail?: ErrorDetail): ApiError => new ApiError(code, detail);

/** One field is wrong in a way that only the database or a policy knows. */
export const failAt = (path: string, key: string, values: Record<string, string | number> = {}): ApiError =>
  fail('invalid-input', { problems: [{ path, key, values }] });
