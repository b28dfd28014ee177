/** What may stand in a customer-service message, and how it looks on the phone. Limits: facts of the v3.0 message pages, 2026-11. */
import type { Button, Card, Entry } from '../people.js';
import { countCharacters, isObject, type Json, listIn, objectIn, textIn } from '../shape.js';
import { refuse } from './errors.js';

const longestText = 2000;
const longestTitle = 100;
const longestPayload = 1000;
const longestSubtitle = 500;
const mostButtons = 5;

const buttonTypes = ['oa.query.show', 'oa.query.hide', 'oa.open.url', 'oa.open.phone', 'oa.open.sms'];
const mediaKinds: Record<string, Entry['kind']> = { image: 'photo', gif: 'photo', sticker: 'sticker' };

export type Drawn = Pick<Entry, 'kind' | 'text' | 'url' | 'buttons' | 'cards'>;

/** Throws the refusal, or says what the person will see. */
export function readMessage(message: Json, wrapper: 'plain' | 'media' | 'both'): Drawn {
  const text = textIn(message.text);
  if (text !== undefined && countCharacters(text) > longestText) refuse(-201, `text is longer than ${longestText}`);
  if (!isObject(message.attachment)) {
    if (!text) refuse(-201, 'message.text is empty');
    return { kind: 'text', text };
  }
  return { text, ...readAttachment(message.attachment, text, wrapper) };
}

function readAttachment(attachment: Json, text: string | undefined, wrapper: string): Drawn {
  const payload = objectIn(attachment.payload);
  const buttons = readButtons(payload.buttons);
  if (attachment.type === 'file') {
    if (!textIn(payload.token)) refuse(-201, 'attachment.payload.token is missing');
    return { kind: 'file', buttons };
  }
  if (attachment.type !== 'template') refuse(-233, `attachment.type ${String(attachment.type)}`);
  const template = payload.template_type;
  if (template === undefined) return readPlain(text, buttons, wrapper);
  if (template === 'media') return readMedia(payload, text, buttons, wrapper);
  if (template === 'request_user_info') return { kind: 'form', cards: [readForm(payload)] };
  return refuse(-233, `template_type ${String(template)}`);
}

function readPlain(text: string | undefined, buttons: Button[], wrapper: string): Drawn {
  if (wrapper === 'media') refuse(-233, 'buttons need the media template');
  if (!text) refuse(-201, 'message.text is empty');
  if (buttons.length === 0) refuse(-201, 'attachment.payload.buttons is empty');
  return { kind: 'text', buttons };
}

function readMedia(payload: Json, text: string | undefined, buttons: Button[], wrapper: string): Drawn {
  const elements = listIn(payload.elements);
  if (elements.length > 1) refuse(-201, 'exactly one element is allowed');
  if (buttons.length > 0 && wrapper === 'plain') refuse(-233, 'buttons are not supported in the media template');
  if (elements.length === 0) {
    if (!text || buttons.length === 0) refuse(-201, 'attachment.payload.elements is empty');
    return { kind: 'text', buttons };
  }
  const element = objectIn(elements[0]);
  const kind = mediaKinds[textIn(element.media_type) ?? ''];
  if (!kind) refuse(-201, 'media_type must be image, gif or sticker');
  const url = textIn(element.url) ?? textIn(element.attachment_id);
  if (!url) refuse(-201, 'url or attachment_id is missing');
  return { kind, url, buttons };
}

function readForm(payload: Json): Card {
  const elements = listIn(payload.elements);
  if (elements.length !== 1) refuse(-201, 'exactly one element is allowed');
  const element = objectIn(elements[0]);
  const title = textIn(element.title) ?? '';
  const subtitle = textIn(element.subtitle) ?? '';
  if (!title || countCharacters(title) > longestTitle) refuse(-201, `title must have 1 to ${longestTitle} characters`);
  if (countCharacters(subtitle) > longestSubtitle) refuse(-201, `subtitle is longer than ${longestSubtitle}`);
  return { title, subtitle, imageUrl: textIn(element.image_url), buttons: [] };
}

function readButtons(list: unknown): Button[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) refuse(-201, 'buttons must be a list');
  if (list.length > mostButtons) refuse(-201, `more than ${mostButtons} buttons`);
  return list.map((button) => readButton(objectIn(button)));
}

function readButton(button: Json): Button {
  const title = textIn(button.title) ?? '';
  const type = textIn(button.type) ?? '';
  if (!title || countCharacters(title) > longestTitle)
    refuse(-201, `button title must have 1 to ${longestTitle} characters`);
  if (!buttonTypes.includes(type)) refuse(-201, `button type ${type}`);
  if (type.startsWith('oa.query')) return { title, type, payload: readQuery(button.payload) };
  const target = objectIn(button.payload);
  const url = textIn(target.url);
  const phone = textIn(target.phone_code);
  if (type === 'oa.open.url' && !url?.startsWith('http')) refuse(-201, 'button payload.url');
  if (type !== 'oa.open.url' && !phone) refuse(-201, 'button payload.phone_code');
  return { title, type, url, phone };
}

function readQuery(payload: unknown): string {
  const text = textIn(payload) ?? '';
  if (!text || countCharacters(text) > longestPayload)
    refuse(-201, `button payload must have 1 to ${longestPayload} characters`);
  return text;
}
