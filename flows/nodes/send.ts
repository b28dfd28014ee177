/** Says something. With `act` it also does what it says: the message and the deed cannot drift apart. */
import { z } from 'zod';
import { type FlowEvent, type Language, textSchema } from '../contract.js';
import { wayFields } from '../fields.js';
import { defineNode } from '../node-type.js';

const acts = ['person', 'erasure', 'opt-out', 'opt-in', 'vietnamese', 'english', 'withdraw-consent'] as const;

const schema = z.strictObject({
  ...wayFields,
  type: z.literal('send'),
  text: textSchema,
  act: z.enum(acts).optional(),
  /** Which consent is withdrawn. */
  purpose: z.string().min(1).optional(),
});

const spoken: Partial<Record<string, Language>> = { vietnamese: 'vi', english: 'en' };

export const node = defineNode({
  type: 'send',
  schema,
  waits: false,
  show(send, { language }) {
    const text = send.text[spoken[send.act ?? ''] ?? language];
    return { text, events: eventsOf(send, text) };
  },
});

function eventsOf({ act, purpose }: z.infer<typeof schema>, text: string): FlowEvent[] {
  switch (act) {
    case 'person':
      return [{ type: 'person-requested', reason: 'asked' }];
    case 'erasure':
      return [{ type: 'erasure-requested' }];
    case 'opt-out':
    case 'opt-in':
      return [{ type: 'opted', out: act === 'opt-out' }];
    case 'vietnamese':
    case 'english':
      return [{ type: 'language-chosen', language: spoken[act] ?? 'vi' }];
    case 'withdraw-consent':
      return [{ type: 'consented', purpose: purpose ?? 'participation', given: false, text }];
    default:
      return [];
  }
}
