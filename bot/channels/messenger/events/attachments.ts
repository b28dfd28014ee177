/** What can hang on a message, each reduced to what we can do with it. */
import { cut } from '../../text.js';
import { type Fields, fieldsOf, idOf, listOf, textOf, urlOf } from './fields.js';

export type Attachment =
  | { is: 'photo'; url: string }
  | { is: 'location'; latitude: number; longitude: number }
  | { is: 'thumbs-up' }
  /** The preview Meta makes of an address in the text, or a shared post: says nothing that the text does not. */
  | { is: 'link'; url?: string }
  | { is: 'other'; name: string; url?: string };

/** The thumb beside the input field, in its three sizes. Not documented; the same numbers in many public programs since 2016: probable. */
const thumbsUp = new Set(['369239263222822', '369239343222814', '369239383222810']);

/** Words of ours for types whose name says less; others keep Meta's (audio, video, file …). */
const names: ReadonlyMap<string, string> = new Map([['ig_reel', 'reel']]);

export const attachmentsOf = (message: Fields): Attachment[] =>
  listOf(message.attachments).map((value) => readAttachment(fieldsOf(value), message));

function readAttachment({ type, payload }: Fields, message: Fields): Attachment {
  const content = fieldsOf(payload);
  const sticker = idOf(content.sticker_id ?? message.sticker_id);
  const url = urlOf(content.url);
  if (sticker !== null && thumbsUp.has(sticker)) return { is: 'thumbs-up' };
  /** A sticker was an image with a number until 2026-08-30 and is a type of its own since (changelog of 2026-06-30, probable). */
  if (sticker !== null) return other('sticker', url);
  if (type === 'image' && url) return { is: 'photo', url };
  if (type === 'location') return readLocation(fieldsOf(content.coordinates)) ?? other('location', url);
  if (type === 'fallback' || type === 'template') return url ? { is: 'link', url } : { is: 'link' };
  return other(nameOf(type), url);
}

function readLocation({ lat, long }: Fields): Attachment | undefined {
  const onEarth = typeof lat === 'number' && typeof long === 'number' && Math.abs(lat) <= 90 && Math.abs(long) <= 180;
  return onEarth ? { is: 'location', latitude: lat, longitude: long } : undefined;
}

function nameOf(type: unknown): string {
  const name = cut(textOf(type) ?? 'unsupported', 40);
  return names.get(name) ?? name;
}

const other = (name: string, url: string | undefined): Attachment => ({ is: 'other', name, ...(url && { url }) });
