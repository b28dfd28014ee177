/** The recorded-looking webhooks in fixtures/: one file per kind of event, with the bytes Meta would send and what we make of them. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ChannelEvent } from '../../../../bot/channels/contract.js';

export interface Fixture {
  name: string;
  case: string;
  headers: Record<string, string>;
  /** The value of the body; `raw` where the bytes themselves matter. */
  body?: unknown;
  raw?: string;
  events: ChannelEvent[];
  unreadable?: string;
}

const folder = new URL('./fixtures/', import.meta.url);

export const fixtures: Fixture[] = readdirSync(folder)
  .sort()
  .map((file) => ({
    name: file.replace('.json', ''),
    ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Omit<Fixture, 'name'>),
  }));

/** Meta escapes whatever is not ASCII, and slashes: the signatures in the fixtures are over this form. */
export const bytesOf = ({ body, raw }: Pick<Fixture, 'body' | 'raw'>): Buffer => Buffer.from(raw ?? asMeta(body));

const asMeta = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
