/**
 * What people send: `user_send_*`.
 *
 *   {"event_name":"user_send_image","app_id":"…","sender":{"id":"<person>"},"recipient":{"id":"<oa>"},"timestamp":"1743908534740",
 *    "message":{"msg_id":"…","text":"…","attachments":[{"type":"image","payload":{"url":"https://…","thumbnail":"https://…"}}]}}
 */
import { looksLikeTap } from '../../tap.js';
import { type Fields, fieldsAt, isFields, listAt, numberAt, textAt, urlAt } from '../fields.js';
import type { Happening, Incoming, Reader } from './reader.js';

const prefix = 'user_send_';

export const personSent: Reader = { by: 'person', opensWindow: true, oncePerMessage: true, read: readMessage };

function readMessage(incoming: Incoming): Happening | null {
  const kind = incoming.name.slice(prefix.length);
  if (kind === 'text') return readText(incoming);
  if (kind === 'image') return readPhoto(incoming);
  if (kind === 'location') return readLocation(incoming);
  return attachment(incoming, kind);
}

/** A tap on a button comes as the text that is its payload: no other sign of it, and anybody can type one. */
function readText(incoming: Incoming): Happening | null {
  const { message, messageId } = incoming;
  const text = textAt(message, 'text');
  if (text === undefined) return readTextless(incoming);
  return looksLikeTap(text) ? { kind: 'tap', payload: text, messageId } : { kind: 'text', text, messageId };
}

function readTextless(incoming: Incoming): Happening | null {
  const [first] = listAt(incoming.message, 'attachments').filter(isFields);
  return first ? attachment(incoming, textAt(first, 'type') ?? 'unknown') : null;
}

function readPhoto(incoming: Incoming): Happening {
  const { message, messageId } = incoming;
  const urls = urlsOf(message);
  return urls.length > 0 ? { kind: 'photo', urls, ...caption(message), messageId } : attachment(incoming, 'image');
}

/** Coordinates come as strings. */
function readLocation(incoming: Incoming): Happening {
  const [payload] = payloadsOf(incoming.message);
  const coordinates = fieldsAt(payload ?? {}, 'coordinates');
  const latitude = numberAt(coordinates, 'latitude');
  const longitude = numberAt(coordinates, 'longitude');
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    return attachment(incoming, 'location');
  }
  return { kind: 'location', latitude, longitude, messageId: incoming.messageId };
}

function attachment({ message, messageId }: Incoming, kind: string): Happening {
  const name = kind.replaceAll('_', '-');
  return { kind: 'attachment', attachment: name, urls: urlsOf(message), ...caption(message), messageId };
}

function caption(message: Fields): { text?: string } {
  const text = textAt(message, 'text');
  return text === undefined ? {} : { text };
}

const payloadsOf = (message: Fields): Fields[] =>
  listAt(message, 'attachments')
    .filter(isFields)
    .map((item) => fieldsAt(item, 'payload'));

const urlsOf = (message: Fields): string[] =>
  payloadsOf(message)
    .map((payload) => urlAt(payload, 'url') ?? urlAt(payload, 'thumbnail'))
    .filter((url) => url !== undefined);
