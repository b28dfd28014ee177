/** The tables of cases, one file a case: what Zalo sends us and what we make of it, what we send and what comes of it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ChannelEvent, OutMessage, SendResult } from '../../../../bot/channels/contract.js';
import type { settingsSchema } from '../../../../bot/channels/zalo/account.js';

export interface ReceivedFixture {
  name: string;
  case: string;
  headers: Record<string, string>;
  /** The value of the body; `raw` where the bytes themselves matter. */
  body?: unknown;
  raw?: string;
  events: ChannelEvent[];
  unreadable?: string;
}

export interface SentFixture {
  name: string;
  case: string;
  settings?: Partial<(typeof settingsSchema)['_zod']['input']>;
  plain?: boolean;
  message: OutMessage;
  /** Every request as Zalo gets it, in order, with its answer and what we make of that. */
  exchanges: {
    request: unknown;
    answer: { status?: number; headers?: Record<string, string>; body: unknown };
    result: SendResult;
  }[];
}

function read<Fixture>(folder: string): Fixture[] {
  const address = new URL(`./fixtures/${folder}/`, import.meta.url);
  return readdirSync(address)
    .sort()
    .map((file) => ({
      name: file.replace('.json', ''),
      ...JSON.parse(readFileSync(new URL(file, address), 'utf8')),
    }));
}

export const received = read<ReceivedFixture>('received');
export const sent = read<SentFixture>('sent');

export const bytesOf = ({ body, raw }: Pick<ReceivedFixture, 'body' | 'raw'>): Buffer =>
  Buffer.from(raw ?? JSON.stringify(body));
