/** A citizen, as officials see them: enough to recognise a conversation, never enough to find the person. */
import { z } from 'zod';
import type { ConsentGiven } from '../../prisma/consent.js';
import type { ContactRow } from '../../prisma/contact.js';
import type { Sealer } from '../../prisma/seal.js';
import { timeOrNull, timeSchema, toTime } from './text.js';

export const contactSchema = z
  .object({
    id: z.guid().describe("Ours; it cannot be turned back into the platform's id of the person"),
    channelId: z.int(),
    platform: z.string(),
    name: z.string().nullable().describe('Initials'),
    phone: z.string().nullable().describe('The last three digits'),
    language: z.string().nullable(),
    reach: z.string().describe('reachable · blocked · left · gone'),
    windowUntil: timeOrNull.describe('Until when a reply is free'),
    optedOutAt: timeOrNull,
    consented: z.boolean().nullable(),
    createdAt: timeSchema,
  })
  .meta({ id: 'Contact' });

export const consentSchema = z.object({
  purpose: z.string(),
  given: z.boolean(),
  at: timeSchema,
  textVersion: z.string(),
  text: z.string().nullable().describe('The words that the person was shown'),
});

export const contactWithConsents = contactSchema
  .extend({ consents: z.array(consentSchema) })
  .meta({ id: 'ContactWithConsents' });

/** "Nguyễn Văn An" → "N.V.A.", as Vietnamese newspapers spare a name. */
export function maskName(name: string): string {
  const words = name.normalize('NFC').split(/\s+/u).filter(Boolean);
  return words.map((word) => `${[...word][0]?.toLocaleUpperCase('vi')}.`).join('');
}

/** The last three digits; the stars say nothing about how many there were. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length > 6 ? `•••••••${digits.slice(-3)}` : '•••••••';
}

export const presentContact =
  (sealer: Sealer) =>
  (row: ContactRow): z.output<typeof contactSchema> => ({
    id: row.id,
    channelId: row.channelId,
    platform: row.platform,
    name: row.nameSealed && maskName(sealer.open(row.nameSealed)),
    phone: row.phoneSealed && maskPhone(sealer.open(row.phoneSealed)),
    language: row.language,
    reach: row.reach,
    windowUntil: toTime(row.windowUntil),
    optedOutAt: toTime(row.optedOutAt),
    consented: row.consented,
    createdAt: row.createdAt.toISOString(),
  });

export const presentConsent = (row: ConsentGiven): z.output<typeof consentSchema> => ({
  purpose: row.purpose,
  given: row.given,
  at: row.at.toISOString(),
  textVersion: row.textVersion,
  text: row.text?.text ?? null,
});
