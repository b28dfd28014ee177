/**
 * Reading a webhook body. Platform ids are decimal numbers beyond 2^53; they come as strings nearly always, but one bare number would be
 * rounded by `JSON.parse` to the id of somebody else. So a body with a long bare integer takes the slow way, which keeps it as a string.
 */
import { parse as parseLossless } from 'lossless-json';

/** 2^53 has 16 digits. May also match inside a string (a person typing ", 1234567890123456"), which only costs time. */
const longInteger = /(?:^|[:,[])\s*-?\d{16}/;

/** The value of a JSON body, or undefined if it is not JSON. Integers that a number cannot hold exactly are strings. */
export function parseJson(body: Buffer): unknown | undefined {
  const text = body.toString('utf8');
  const value = parseNative(text);
  return value !== undefined && longInteger.test(text) ? parseExact(text, value) : value;
}

function parseNative(text: string): unknown | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The exact parser is recursive and refuses duplicate keys; what it cannot read is still valid JSON and must not be lost. */
function parseExact(text: string, rounded: unknown): unknown {
  try {
    return parseLossless(text, undefined, numberOrString);
  } catch {
    return rounded;
  }
}

function numberOrString(digits: string): number | string {
  const number = Number(digits);
  const isInteger = /^-?\d+$/.test(digits);
  return isInteger && !Number.isSafeInteger(number) ? digits : number;
}
