/** What may stand in a message of the Send API, and how it looks on the phone. Limits: Send API and template pages, 2026-04/05. */
import type { Button, Card, Entry } from '../people.js';
import { countCharacters, isObject, type Json, listIn, objectIn, textIn } from '../shape.js';
import { refuseParameter } from './errors.js';

const longest = { text: 2000, title: 20, payload: 1000, templateText: 640, metadata: 1000, card: 80 };
const most = { quickReplies: 13, buttons: 3, cards: 10 };

export type Drawn = Pick<Entry, 'kind' | 'text' | 'url' | 'buttons' | 'cards' | 'quickReplies'>;

/** Throws the refusal, or says what the person will see. */
export function readMessage(message: Json): Drawn {
  const text = textIn(message.text);
  const metadata = textIn(message.metadata);
  if (text !== undefined && countCharacters(text) > longest.text) tooLong('message[text]', longest.text);
  if (metadata !== undefined && metadata.length >= longest.metadata) tooLong('message[metadata]', longest.metadata - 1);
  const quickReplies = readQuickReplies(message.quick_replies);
  if (isObject(message.attachment)) return { ...readAttachment(message.attachment), quickReplies };
  if (!text) refuseParameter('Invalid message: text or attachment is required');
  return { kind: 'text', text, quickReplies };
}

const tooLong = (what: string, limit: number): never =>
  refuseParameter(`Length of param ${what} must be less than or equal to ${limit}`);

function checkLength(text: string, limit: number, what: string): string {
  if (!text) refuseParameter(`param ${what} must be non-empty.`);
  if (countCharacters(text) > limit) tooLong(what, limit);
  return text;
}

function readQuickReplies(list: unknown): Button[] | undefined {
  if (list === undefined) return undefined;
  if (!Array.isArray(list) || list.length > most.quickReplies)
    return refuseParameter(`param message[quick_replies] must have at most ${most.quickReplies} elements`);
  return list.map((item) => readQuickReply(objectIn(item)));
}

function readQuickReply(item: Json): Button {
  const type = textIn(item.content_type) ?? '';
  if (type === 'user_phone_number' || type === 'user_email') return { title: '', type, payload: textIn(item.payload) };
  if (type !== 'text') refuseParameter('Invalid content_type of a quick reply');
  const title = checkLength(textIn(item.title) ?? '', longest.title, 'message[quick_replies][title]');
  const payload = checkLength(textIn(item.payload) ?? '', longest.payload, 'message[quick_replies][payload]');
  return { title, type, payload };
}

const mediaKinds: Record<string, Entry['kind']> = { image: 'photo', audio: 'audio', video: 'video', file: 'file' };

function readAttachment(attachment: Json): Drawn {
  const type = textIn(attachment.type) ?? '';
  const payload = objectIn(attachment.payload);
  if (type === 'template') return readTemplate(payload);
  const kind = mediaKinds[type];
  if (!kind) return refuseParameter('Invalid attachment type');
  const url = textIn(payload.url) ?? textIn(payload.attachment_id);
  if (!url) return refuseParameter('param message[attachment][payload] needs url or attachment_id');
  return { kind, url };
}

function readTemplate(payload: Json): Drawn {
  if (payload.template_type === 'button') return readButtonTemplate(payload);
  if (payload.template_type === 'generic') return readGenericTemplate(payload);
  return refuseParameter('Invalid template_type');
}

function readButtonTemplate(payload: Json): Drawn {
  const text = checkLength(textIn(payload.text) ?? '', longest.templateText, 'payload[text]');
  const buttons = readButtons(payload.buttons);
  if (buttons.length === 0) refuseParameter('param payload[buttons] must have 1 to 3 elements');
  return { kind: 'text', text, buttons };
}

function readGenericTemplate(payload: Json): Drawn {
  const elements = listIn(payload.elements);
  if (elements.length === 0 || elements.length > most.cards)
    refuseParameter(`param payload[elements] must have 1 to ${most.cards} elements`);
  return { kind: 'cards', cards: elements.map((element) => readCard(objectIn(element))) };
}

function readCard(element: Json): Card {
  const title = checkLength(textIn(element.title) ?? '', longest.card, 'elements[title]');
  const subtitle = textIn(element.subtitle);
  if (subtitle !== undefined) checkLength(subtitle, longest.card, 'elements[subtitle]');
  return { title, subtitle, imageUrl: textIn(element.image_url), buttons: readButtons(element.buttons) };
}

export function readButtons(list: unknown): Button[] {
  if (list === undefined) return [];
  if (!Array.isArray(list) || list.length > most.buttons)
    return refuseParameter(`param buttons must have at most ${most.buttons} elements`);
  return list.map((button) => readButton(objectIn(button)));
}

function readButton(button: Json): Button {
  const type = textIn(button.type) ?? '';
  const title = checkLength(textIn(button.title) ?? '', longest.title, 'buttons[title]');
  const payload = textIn(button.payload) ?? '';
  if (type === 'postback') return { title, type, payload: checkLength(payload, longest.payload, 'buttons[payload]') };
  if (type === 'phone_number') return { title, type, phone: checkLength(payload, longest.title, 'buttons[payload]') };
  const url = textIn(button.url) ?? '';
  if (type !== 'web_url') return refuseParameter('Invalid button type');
  if (!URL.canParse(url)) refuseParameter('param buttons[url] must be a valid URL');
  return { title, type, url };
}
