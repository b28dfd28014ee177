/** From the text and attachments of one message to events: nearly always one, several only where one cannot say it all. */
import type { ChannelEvent } from '../../contract.js';
import type { Attachment } from './attachments.js';
import { acted, type Item } from './item.js';

export function readContent(
  item: Item,
  messageId: string,
  text: string | undefined,
  attachments: Attachment[],
): ChannelEvent[] {
  const carriers = [...photosIn(item, messageId, attachments), ...othersIn(item, messageId, attachments)];
  const [first, ...rest] = carriers;
  const events = [
    ...(first ? [text ? { ...first, text } : first] : textIn(item, messageId, text, attachments)),
    ...rest,
  ];
  events.push(...locationsIn(item, messageId, attachments));
  return events.length > 0 ? events : linkOrUnsupported(item, messageId, attachments);
}

type Carrier = Extract<ChannelEvent, { kind: 'photo' | 'attachment' }>;

function photosIn(item: Item, messageId: string, attachments: Attachment[]): Carrier[] {
  const urls = attachments.flatMap((attachment) => (attachment.is === 'photo' ? attachment.url : []));
  return urls.length > 0 ? [acted(item, `photo:${messageId}`, { kind: 'photo', urls, messageId })] : [];
}

/** One event for each sort: three voice messages in one are one event, a video and a file are two. */
function othersIn(item: Item, messageId: string, attachments: Attachment[]): Carrier[] {
  const urls = new Map<string, string[]>();
  for (const attachment of attachments) {
    if (attachment.is !== 'other') continue;
    urls.set(attachment.name, [...(urls.get(attachment.name) ?? []), ...(attachment.url ? [attachment.url] : [])]);
  }
  return [...urls].map(([name, list]) => attached(item, messageId, name, list));
}

const attached = (item: Item, messageId: string, attachment: string, urls: string[]): Carrier =>
  acted(item, `${attachment}:${messageId}`, { kind: 'attachment', attachment, urls, messageId });

/** The thumb is what people press instead of typing one: it reads as the same character. */
function textIn(item: Item, messageId: string, text: string | undefined, attachments: Attachment[]): ChannelEvent[] {
  const written = text ?? (attachments.some(({ is }) => is === 'thumbs-up') ? '👍' : undefined);
  return written ? [acted(item, `text:${messageId}`, { kind: 'text', text: written, messageId })] : [];
}

function locationsIn(item: Item, messageId: string, attachments: Attachment[]): ChannelEvent[] {
  const place = attachments.find((attachment) => attachment.is === 'location');
  if (!place) return [];
  const { latitude, longitude } = place;
  return [acted(item, `location:${messageId}`, { kind: 'location', latitude, longitude, messageId })];
}

/** A shared post, a call, something newer than we are: the person still gets an answer that says what we can read. */
function linkOrUnsupported(item: Item, messageId: string, attachments: Attachment[]): ChannelEvent[] {
  const links = attachments.filter((attachment) => attachment.is === 'link');
  const urls = links.flatMap(({ url }) => url ?? []);
  return [attached(item, messageId, links.length > 0 ? 'link' : 'unsupported', urls)];
}
