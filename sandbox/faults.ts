/** What can go wrong, on demand: for the next N calls, for a share of all calls, or both. */
import type { Hub } from './hub.js';
import { type Platform, platforms } from './options.js';
import { isObject, numberIn, textIn } from './shape.js';

/** `accepted`: does the platform do what it was asked before the answer goes wrong? Then a retry makes a double. */
export const callFaults = {
  'rate-limited': { accepted: false },
  'server-error': { accepted: false },
  html: { accepted: false },
  empty: { accepted: true },
  'half-body': { accepted: true },
  'wrong-json': { accepted: true },
  hang: { accepted: false },
  'reset-before': { accepted: false },
  'reset-after': { accepted: true },
  'token-expired': { accepted: false },
  /** Any of the platform's own errors, by `code` (and `subcode`). */
  code: { accepted: false },
} as const;
export const webhookFaults = ['duplicate', 'reorder', 'wrong-signature', 'delay', 'lost'] as const;

export type CallFaultKind = keyof typeof callFaults;
export type WebhookFaultKind = (typeof webhookFaults)[number];

export interface Fault {
  id: number;
  kind: CallFaultKind | WebhookFaultKind;
  /** Both platforms when missing. */
  platform?: Platform;
  /** Only calls whose path contains this. */
  path?: string;
  /** How many more times; missing = until taken away. */
  next?: number;
  /** Of the calls that fit, this share (0 to 1) goes wrong. */
  share?: number;
  accepted: boolean;
  code?: number;
  subcode?: number;
  ms?: number;
  retryAfterSeconds?: number;
}

export interface Faults {
  add: (asked: unknown) => Fault | { problem: string };
  takeCall: (platform: Platform, path: string) => Fault | undefined;
  takeWebhook: (platform: Platform) => Fault | undefined;
  list: () => Fault[];
  remove: (id?: number) => void;
}

const isCallFault = (kind: string): kind is CallFaultKind => Object.hasOwn(callFaults, kind);
const isWebhookFault = (kind: string): kind is WebhookFaultKind => webhookFaults.some((known) => known === kind);

function readFault(asked: unknown, id: number): Fault | { problem: string } {
  if (!isObject(asked)) return { problem: 'send an object: {"kind":"server-error","next":1}' };
  const kind = textIn(asked.kind) ?? '';
  if (!isCallFault(kind) && !isWebhookFault(kind))
    return { problem: `kind must be one of ${[...Object.keys(callFaults), ...webhookFaults].join(', ')}` };
  const share = numberIn(asked.share);
  const platform = platforms.find((known) => known === asked.platform);
  if (asked.platform !== undefined && !platform) return { problem: `platform must be one of ${platforms.join(', ')}` };
  if (share !== undefined && (share <= 0 || share > 1)) return { problem: 'share must be above 0 and at most 1' };
  const natural = isCallFault(kind) && callFaults[kind].accepted;
  const fault: Fault = { id, kind, accepted: typeof asked.accepted === 'boolean' ? asked.accepted : natural };
  const next = numberIn(asked.next) ?? (share === undefined ? 1 : undefined);
  const path = textIn(asked.path);
  if (platform) fault.platform = platform;
  if (path) fault.path = path;
  if (next !== undefined) fault.next = next;
  if (share !== undefined) fault.share = share;
  for (const field of ['code', 'subcode', 'ms', 'retryAfterSeconds'] as const) {
    const value = numberIn(asked[field]);
    if (value !== undefined) fault[field] = value;
  }
  return fault;
}

export function createFaults(hub: Hub, random: () => number): Faults {
  let faults: Fault[] = [];
  let lastId = 0;
  const publish = () => hub.publish({ type: 'faults', faults });

  function take(fits: (fault: Fault) => boolean): Fault | undefined {
    const found = faults.find((fault) => fits(fault) && (fault.share === undefined || random() < fault.share));
    if (!found || found.next === undefined) return found;
    found.next -= 1;
    if (found.next <= 0) faults = faults.filter((fault) => fault !== found);
    publish();
    return found;
  }

  return {
    add(asked) {
      const fault = readFault(asked, lastId + 1);
      if ('problem' in fault) return fault;
      lastId += 1;
      faults = [...faults, fault];
      publish();
      return fault;
    },
    takeCall: (platform, path) =>
      faults.length === 0
        ? undefined
        : take(
            (fault) =>
              isCallFault(fault.kind) &&
              (fault.platform ?? platform) === platform &&
              (!fault.path || path.includes(fault.path)),
          ),
    takeWebhook: (platform) =>
      faults.length === 0
        ? undefined
        : take((fault) => isWebhookFault(fault.kind) && (fault.platform ?? platform) === platform),
    list: () => faults,
    remove(id) {
      faults = id === undefined ? [] : faults.filter((fault) => fault.id !== id);
      publish();
    },
  };
}
