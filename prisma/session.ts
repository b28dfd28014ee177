import type { PrismaTransaction } from './client.js';

export interface ExpiringContact {
  contactId: string;
  channelId: number;
  userSealed: Uint8Array;
}

/** Contacts with a session whose day has come (`today` as yyyy-mm-dd, UTC), in order of their ids. */
export function contactsToExpire(
  prisma: PrismaTransaction,
  today: string,
  limit: number,
  after?: string,
): Promise<ExpiringContact[]> {
  return prisma.$queryRaw<ExpiringContact[]>`
    SELECT c.id AS "contactId", c.channel_id AS "channelId", c.user_sealed AS "userSealed"
    FROM session s JOIN contact c ON c.id = s.contact_id
    WHERE c.user_sealed IS NOT NULL AND s.expires_on <= ${today}::date AND (${after ?? null}::uuid IS NULL OR s.contact_id > ${after ?? null}::uuid)
    ORDER BY s.contact_id LIMIT ${limit}`;
}
