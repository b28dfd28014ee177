/** What a person agreed to, with the words they were shown. */
import type { PrismaTransaction } from './client.js';
import type { Consent, ConsentText } from './generated/client.js';

export type ConsentGiven = Consent & { text: ConsentText | null };

/** Newest first. */
export async function consentsOf(prisma: PrismaTransaction, contactId: string): Promise<ConsentGiven[]> {
  const consents = await prisma.consent.findMany({ where: { contactId }, orderBy: [{ at: 'desc' }, { id: 'desc' }] });
  const versions = [...new Set(consents.map((consent) => consent.textVersion))];
  const texts = await prisma.consentText.findMany({ where: { version: { in: versions } } });
  const byVersion = new Map(texts.map((text) => [text.version, text]));
  return consents.map((consent) => ({ ...consent, text: byVersion.get(consent.textVersion) ?? null }));
}
