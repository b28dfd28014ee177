/**
 * One message to the requests that show it. Options become quick replies: they vanish after the tap, so an old one can hardly be hit.
 * What a quick reply cannot show in full stands numbered in the text; old clients show no quick replies at all, so typing works too.
 */
import type { OutMessage, RenderContext, Rendered } from '../contract.js';
import { numberedText } from '../numbered.js';
import { clean, cut, split } from '../text.js';
import type { Settings } from './account.js';
import { limits } from './limits.js';

type QuickReply = { content_type: 'text'; title: string; payload: string } | { content_type: 'user_phone_number' };
type Context = RenderContext<Settings>;
type Choice = NonNullable<OutMessage['options']>[number];

export function render(message: OutMessage, context: Context, plain = false): Rendered[] {
  const text = clean(message.text);
  const choices = (message.options ?? []).map(({ key, tap, label }) => ({ key, tap, label: clean(label).trim() }));
  const shown = plain ? typed(text, choices, context) : tapped(text, choices, message.wants, context);
  const parts = partsOf(shown.text);
  /** Quick replies stand under the last part: they vanish as soon as something follows them. */
  return parts.map((part, index) => request(part, index === parts.length - 1 ? shown.quickReplies : [], context));
}

/** Looking for graphemes costs fifty times as much as everything else here, and nearly every text is short. */
const partsOf = (text: string): string[] =>
  text.length <= limits.text ? [text.trim()] : split(text, limits.text).filter((part) => part !== '');

const request = (text: string, quickReplies: QuickReply[], { lane, reference }: Context): Rendered => ({
  messaging_type: lane === 'live' ? 'RESPONSE' : 'UPDATE',
  /** Comes back in the echo: how we know our own messages from those a person wrote in the inbox. */
  message: { text, metadata: reference, ...(quickReplies.length > 0 && { quick_replies: quickReplies }) },
});

interface Shown {
  text: string;
  quickReplies: QuickReply[];
}

const typed = (text: string, choices: Choice[], context: Context): Shown => ({
  text: numberedText(text, choices, context.phrase),
  quickReplies: [],
});

function tapped(text: string, choices: Choice[], wants: OutMessage['wants'], context: Context): Shown {
  const phone: QuickReply[] = wants === 'phone' ? [{ content_type: 'user_phone_number' }] : [];
  const room = limits.quickReplies - phone.length;
  const replies = repliesFor(choices, room, context);
  const saysAll =
    text.trim() !== '' &&
    replies.length === choices.length &&
    replies.every(({ title }, index) => title === choices[index]?.label);
  return {
    text: saysAll ? text : numberedText(text, choices, context.phrase),
    quickReplies: [...phone, ...replies],
  };
}

function repliesFor(choices: Choice[], room: number, context: Context) {
  const titles = titlesFor(choices, room);
  return choices
    .slice(0, room)
    .map(({ tap }, index) => ({
      content_type: 'text' as const,
      title: titles[index] ?? '',
      payload: context.payload(tap),
    }))
    .filter(({ payload }) => payload.length <= limits.payload);
}

/** The labels, cut; or the numbers of the list, where there are too many or two would look the same. */
function titlesFor(choices: Choice[], room: number): string[] {
  const labels = choices.map(({ label }) => cut(label, limits.quickReplyTitle));
  const clear = labels.length <= room && new Set(labels).size === labels.length && labels.every(Boolean);
  return clear ? labels : choices.map(({ key }) => cut(key, limits.quickReplyTitle));
}
