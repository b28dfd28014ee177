/** What the product sent, and everything that went over the wire. */
import type { SentRecord, TrafficRecord } from '../traffic.js';
import type { World } from '../world.js';
import type { Query } from './routes.js';

/** `?platform=&user=&outcome=&since=<seq>&limit=` and the number of all records, kept or not. */
export function readSent(world: World, query: Query): { total: number; items: SentRecord[] } {
  const since = Number(query.since ?? 0);
  const fits = (record: SentRecord) =>
    record.seq > since &&
    (!query.platform || record.platform === query.platform) &&
    (!query.user || record.user === query.user) &&
    (!query.outcome || record.outcome === query.outcome);
  return { total: world.sent.count(), items: world.sent.list(fits, limitOf(query)) };
}

export function readTraffic(world: World, query: Query): TrafficRecord[] {
  const since = Number(query.since ?? 0);
  const fits = (record: TrafficRecord) =>
    record.seq > since &&
    (!query.platform || record.platform === query.platform) &&
    (!query.direction || record.direction === query.direction) &&
    (!query.user || record.user === query.user);
  return world.traffic?.list(fits, limitOf(query)) ?? [];
}

const limitOf = (query: Query): number | undefined => (query.limit ? Number(query.limit) : undefined);
