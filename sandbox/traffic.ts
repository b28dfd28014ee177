/** Everything that went over the wire, newest last, bounded: what the page shows and what tests check. */
import type { Hub } from './hub.js';
import type { Platform } from './options.js';

export interface TrafficRecord {
  seq: number;
  /** `call`: the product called the platform. `webhook`: the platform called the product. */
  direction: 'call' | 'webhook';
  platform: Platform;
  /** The sandbox's clock. */
  at: number;
  method: string;
  path: string;
  headers: Record<string, string>;
  request: string;
  /** 0 = no answer came. */
  status: number;
  response: string;
  tookMs: number;
  attempt?: number;
  fault?: string | undefined;
  user?: string | undefined;
  event?: string | undefined;
}

/** One message the product tried to send. `outcome` is the platform's; a faulty answer may hide it from the product. */
export interface SentRecord {
  seq: number;
  platform: Platform;
  accountId: string;
  user: string;
  at: number;
  outcome: 'accepted' | 'refused';
  messageId?: string;
  /** What the product attached to recognise its own message (Messenger: `metadata`). */
  reference?: string;
  text?: string;
  options?: { title: string; payload?: string | undefined }[];
  /** Zalo: free or paid. */
  lane?: string;
  error?: string;
  fault?: string;
}

export interface Log<T extends { seq: number }> {
  add: (record: Omit<T, 'seq'>) => T;
  list: (keep: (record: T) => boolean, limit?: number) => T[];
  count: () => number;
  clear: () => void;
}

/** Drops the oldest half when full: one copy now and then instead of one shift a record. */
export function createLog<T extends { seq: number }>(size: number, added: (record: T) => void = () => {}): Log<T> {
  let records: T[] = [];
  let seq = 0;
  return {
    add(record) {
      seq += 1;
      const numbered = { seq, ...record } as T;
      records.push(numbered);
      if (records.length > size) records = records.slice(Math.ceil(size / 2));
      added(numbered);
      return numbered;
    },
    list: (keep, limit = size) => records.filter(keep).slice(-limit),
    count: () => seq,
    clear() {
      records = [];
    },
  };
}

export const createTraffic = (hub: Hub): Log<TrafficRecord> =>
  createLog<TrafficRecord>(1_000, (record) => hub.publish({ type: 'traffic', record }));
