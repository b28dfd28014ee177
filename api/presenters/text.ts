import { z } from 'zod';

/** A text in both languages, as it leaves the server. */
export const bothLanguages = z.object({ vi: z.string(), en: z.string() }).meta({ id: 'Text' });

export const timeSchema = z.iso.datetime();
export const timeOrNull = timeSchema.nullable();
export const toTime = (date: Date | null): string | null => date?.toISOString() ?? null;
