/**
 * One outgoing message as Zalo's customer-service messages. Zalo has no quick replies, no carousel and no list: up to five buttons, and
 * everything beyond that is numbered text, which works on every telephone and for ever.
 */
import type { OutMessage, RenderContext, Rendered } from '../contract.js';
import { numberedText } from '../numbered.js';
import { clean, cut, lengthOf, split } from '../text.js';
import type { Settings } from './account.js';
import { limits } from './limits.js';

type Context = RenderContext<Settings>;
type Options = NonNullable<OutMessage['options']>;
interface Button {
  title: string;
  type: string;
  payload: string;
}

/** `plain`: without buttons and forms, because they were refused. */
export function render(message: OutMessage, context: Context, plain = false): Rendered[] {
  const options = (message.options ?? []).map((option) => ({ ...option, label: clean(option.label).trim() }));
  const text = clean(message.text).trim();
  if (message.wants === 'phone' && context.settings.phoneForm && !plain) return withForm(text, options, context);
  return textWithOptions(withInstruction(text, message.wants, context), options, context, plain);
}

/** Only the person can start sending a place or a photo, and only words can tell them how. */
function withInstruction(text: string, wants: OutMessage['wants'], { phrase }: Context): string {
  return wants === 'location' || wants === 'photo' ? `${text}\n\n${phrase(`wants.${wants}`)}`.trim() : text;
}

function textWithOptions(text: string, options: Options, context: Context, plain: boolean): Rendered[] {
  if (options.length === 0) return texts(text);
  const buttons = plain || text === '' ? undefined : buttonsOf(options, context);
  if (!buttons) return texts(numberedText(text, options, context.phrase));
  const written = allReadable(options, context) ? text : numberedText(text, options, context.phrase);
  const parts = split(written, limits.textWithOptions);
  const last = parts.pop() ?? '';
  return [...parts.map(textMessage), withButtons(last, buttons, context)];
}

const texts = (text: string): Rendered[] => (text === '' ? [] : split(text, limits.text).map(textMessage));

const textMessage = (text: string): Rendered => ({ message: { text } });

/** Buttons for all options or for none: five taps beside six numbers would draw people to the five. */
function buttonsOf(options: Options, context: Context): Button[] | undefined {
  const { settings, payload } = context;
  if (settings.buttons === 'none' || options.length > limits.buttons) return undefined;
  const readable = allReadable(options, context);
  const buttons = options.map(({ label, key, tap }) => ({
    title: readable ? label : cut(`${key}. ${label}`, settings.readableTitle),
    type: settings.buttonType,
    payload: payload(tap),
  }));
  return buttons.every((button) => button.payload.length <= limits.payload) ? buttons : undefined;
}

/** A label that a telephone would cut is written out in the text, and its button begins with the key that stands there. */
function allReadable(options: Options, { settings }: Context): boolean {
  return options.every(({ label }) => label !== '' && lengthOf(label) <= settings.readableTitle);
}

function withButtons(text: string, buttons: Button[], { settings }: Context): Rendered {
  const elements = [{ media_type: 'image', url: settings.buttonImageUrl }];
  const payload = settings.buttons === 'media' ? { template_type: 'media', elements, buttons } : { buttons };
  return { message: { text, attachment: { type: 'template', payload } } };
}

/**
 * Zalo's own form for personal details. It holds the question itself where that fits; otherwise it stands before the question: first,
 * because only what is refused at once can be rendered again as plain text.
 */
function withForm(text: string, options: Options, context: Context): Rendered[] {
  const [title = '', ...rest] = text.split('\n');
  const subtitle = rest.join('\n').trim();
  const fits = title !== '' && lengthOf(title) <= limits.formTitle && lengthOf(subtitle) <= limits.formSubtitle;
  const howTo = cut(context.phrase('wants.phone'), limits.formTitle);
  if (fits && options.length === 0) return [form(title, subtitle || howTo, context)];
  return [form(howTo, undefined, context), ...textWithOptions(text, options, context, false)];
}

function form(title: string, subtitle: string | undefined, { settings }: Context): Rendered {
  const image = settings.phoneFormImageUrl;
  const element = { title, ...(subtitle && { subtitle }), ...(image && { image_url: image }) };
  const payload = { template_type: 'request_user_info', elements: [element] };
  return { message: { attachment: { type: 'template', payload } } };
}
