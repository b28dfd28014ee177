/** Contacts, as officials may look at them. */
import type { PrismaTransaction } from './client.js';
import { Prisma } from './generated/client.js';

export interface ContactRow {
  id: string;
  channelId: number;
  platform: string;
  nameSealed: Uint8Array | null;
  phoneSealed: Uint8Array | null;
  language: string | null;
  windowUntil: Date | null;
  reach: string;
  optedOutAt: Date | null;
  consented: boolean | null;
  createdAt: Date;
}

export interface ContactFilter {
  channelId?: number | undefined;
  reach?: string | undefined;
  /** Only contacts of these agencies' channels; null = all. */
  within: string[] | null;
}

/** The platform's id of the person is left where it is: nobody who looks at a list needs it. */
const columns = Prisma.sql`c.id, c.channel_id AS "channelId", h.platform, c.name_sealed AS "nameSealed",
  c.phone_sealed AS "phoneSealed", c.language, c.window_until AS "windowUntil", c.reach, c.opted_out_at AS "optedOutAt",
  c.consented, c.created_at AS "createdAt"`;

/**
 * Newest first. Each channel's newest come from the index on (channel, creation) and are merged: one more index on all contacts would be
 * paid by every new person on the message path, for a list that an official opens now and then.
 */
export function listContacts(
  prisma: PrismaTransaction,
  filter: ContactFilter,
  limit: number,
  after?: { createdAt: Date; id: string },
): Promise<ContactRow[]> {
  const older = after ? Prisma.sql`AND (c.created_at, c.id) < (${after.createdAt}, ${after.id}::uuid)` : Prisma.empty;
  const reach = filter.reach ? Prisma.sql`AND c.reach = ${filter.reach}` : Prisma.empty;
  return prisma.$queryRaw<ContactRow[]>`
    SELECT ${columns} FROM channel h CROSS JOIN LATERAL (
      SELECT * FROM contact c WHERE c.channel_id = h.id ${older} ${reach}
      ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit}) c
    WHERE ${channelsOf(filter)}
    ORDER BY c.created_at DESC, c.id DESC LIMIT ${limit}`;
}

export async function readContact(
  prisma: PrismaTransaction,
  id: string,
  within: string[] | null,
): Promise<ContactRow | null> {
  const [row] = await prisma.$queryRaw<ContactRow[]>`
    SELECT ${columns} FROM contact c JOIN channel h ON h.id = c.channel_id
    WHERE c.id = ${id}::uuid AND ${channelsOf({ within })}`;
  return row ?? null;
}

function channelsOf({ channelId, within }: ContactFilter): Prisma.Sql {
  const one = channelId === undefined ? Prisma.sql`true` : Prisma.sql`h.id = ${channelId}`;
  return within ? Prisma.sql`${one} AND h.agency_id = ANY(${within}::uuid[])` : one;
}
