/** One call to a fake platform: an ordinary function from call to answer. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Fault } from './faults.js';
import type { Platform } from './options.js';
import { parseJson } from './shape.js';

export interface Call {
  method: string;
  /** Below the fake's own address, without the query. */
  path: string;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  headers: IncomingHttpHeaders;
  /** Text for JSON and forms, bytes for everything else. */
  body: string | Buffer;
  /** Set when a fault will spoil the answer to a call that takes effect. */
  fault?: Fault | undefined;
}
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}
export type Handler = (call: Call) => Answer;

/** A platform says no. */
export class Refusal extends Error {
  readonly answer: Answer;
  constructor(answer: Answer, message: string) {
    super(message);
    this.answer = answer;
  }
}

/** What a platform answers to a fault that is spoken in its own words. */
export interface FaultVoice {
  tokenExpired: () => Answer;
  code: (fault: Fault) => Answer;
}

export interface Fake {
  platform: Platform;
  voice: FaultVoice;
}

export const jsonOf = (call: Call): unknown => parseJson(call.body.toString());

export function formOf(call: Call): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(call.body.toString()));
}

export const answerOf = (handler: Handler, call: Call): Answer => {
  try {
    return handler(call);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
};

export const textOf = (answer: Answer): string =>
  typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
