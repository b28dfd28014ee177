/** Whom an address counts as: an IPv4 address is itself, an IPv6 one its /64, since a single household is given that many at once. */
import { isIPv6 } from 'node:net';

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

export function neighbourhoodOf(ip: string): string {
  const v4 = mapped.exec(ip)?.[1];
  if (v4) return v4;
  return isIPv6(ip) ? `${firstGroups(ip).join(':')}::/64` : ip;
}

function firstGroups(ip: string): string[] {
  const [before = '', after = ''] = (ip.split('%')[0] ?? '').split('::');
  const head = before ? before.split(':') : [];
  const tail = after ? after.split(':') : [];
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
}
