/**
 * Lists in pages: `?limit=&cursor=` in, `{ items, nextCursor }` out. A cursor names the last row of its page (keyset paging), so a page
 * costs the same however far back it is, and rows that arrive in between neither repeat nor disappear. It is opaque: base64url of JSON.
 */
import { z } from 'zod';
import { fail } from './errors.js';

const defaultLimit = 50;
/** A page is read by a person or fetched by a program that can ask again; 200 rows keep an answer well under a megabyte. */
const maxLimit = 200;

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(maxLimit).default(defaultLimit),
  cursor: z.string().max(500).optional().describe('nextCursor of the page before'),
};

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** The key that a cursor holds, judged by its schema: a cursor is input like any other. */
export function readCursor<Key>(cursor: string | undefined, schema: z.ZodType<Key>): Key | undefined {
  if (cursor === undefined) return undefined;
  const key = schema.safeParse(parse(cursor));
  if (!key.success) throw fail('invalid-input', { problems: [{ path: 'cursor', key: 'not-cursor' }] });
  return key.data;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

const writeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** Give it one row more than the page holds: the extra one only tells that there is a next page. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  { present, key }: { present: (row: Row) => Item; key: (row: Row) => unknown },
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(present),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(key(last)) : null,
  };
}

/** The key of lists in order of time. Ids are 16 bytes written as a UUID, though not all are made as one: a contact's is a hash. */
export const timeKey = z.tuple([z.iso.datetime(), z.guid()]);
