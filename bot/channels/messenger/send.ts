/** The Send API and the two calls around it: one message out, "is typing", and who the token belongs to. */
import type { Rendered, SendContext, SendResult } from '../contract.js';
import type { Secrets, Settings } from './account.js';
import { idOf, textOf } from './events/fields.js';
import { callGraph } from './graph.js';
import { usageOf } from './usage.js';

type Context = SendContext<Secrets, Settings>;

export async function send(context: Context, userId: string, rendered: Rendered): Promise<SendResult> {
  const body = { recipient: { id: userId }, ...rendered };
  const answer = await callGraph(context, { method: 'POST', path: 'me/messages', body });
  if (!answer.ok) return answer;
  const messageId = idOf(answer.value.message_id);
  if (messageId === null) return withoutId;
  const usage = usageOf(answer.headers);
  return { ok: true, messageId, ...(usage && { usage }) };
}

/** 200 and half an answer, a page of HTML, or nothing: Meta has no key to ask again with, so only the echo can tell. */
const withoutId: SendResult = {
  ok: false,
  code: 'no-message-id',
  decision: 'retry',
  alarm: false,
  certain: false,
  detail: 'answered 200 without a message id: Meta may or may not have sent it',
};

/** A request of its own, never together with a message; the sign lasts about 20 s or until the message. */
export async function typing(context: Context, userId: string, late: boolean): Promise<void> {
  if (!late && context.account.settings.typing !== 'always') return;
  const body = { recipient: { id: userId }, sender_action: 'typing_on' };
  await callGraph(context, { method: 'POST', path: 'me/messages', body });
}

type Tested = { ok: true; name: string } | { ok: false; code: string; detail: string };

export async function test(context: Context): Promise<Tested> {
  const answer = await callGraph(context, { method: 'GET', path: 'me', query: { fields: 'id,name' } });
  if (!answer.ok) return { ok: false, code: answer.code, detail: answer.detail };
  const id = idOf(answer.value.id);
  const name = textOf(answer.value.name);
  if (id === null || !name) return { ok: false, code: 'not-graph', detail: 'the answer names no Page: check graphUrl' };
  return id === context.account.accountId ? { ok: true, name } : otherPage(name, id);
}

const otherPage = (name: string, id: string): Tested => ({
  ok: false,
  code: 'other-page',
  detail: `the token belongs to "${name}" (${id}): take the access token of this Page`,
});
