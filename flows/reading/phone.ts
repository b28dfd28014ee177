/**
 * Reads a Vietnamese mobile number and keeps it as E.164. Mobile numbers have ten digits and begin with 03, 05, 07, 08 or 09
 * (the eleven-digit 01x numbers ended in 2018); Zalo writes 84… without a plus.
 */
import { maxTypedLength } from '../limits.js';

const separators = /[\s.()\-–]/g;
const mobile = /^(?:\+?84|0084|0)0?([35789]\d{8})$/;

export function readPhone(text: string): string | null {
  if (text.length > maxTypedLength) return null;
  const [, national] = mobile.exec(text.normalize('NFKC').replace(separators, '')) ?? [];
  return national ? `+84${national}` : null;
}
