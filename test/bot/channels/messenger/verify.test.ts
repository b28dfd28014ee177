import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { verify } from '../../../../bot/channels/messenger/verify.js';
import { page } from './accounts.js';

const body = Buffer.from(
  '{"app_id":"360846524940903967","event_name":"user_send_text","message":{"text":"Chào bạn","msg_id":"m1"},"timestamp":"154390853474"}',
);
const hex = 'bcf6779818b050ad4a87dd8e2b98c9e5268660cca60a0d68a1ea6d0977475da3';
const accepted = { ok: true };
const refused = (reason: string) => ({ ok: false, probe: false, reason });

const cases = [
  { case: 'the right signature', header: `sha256=${hex}`, expected: accepted },
  { case: 'the same in capitals', header: `SHA256=${hex.toUpperCase()}`, expected: accepted },
  { case: 'no header', header: undefined, expected: refused('missing') },
  { case: 'an empty header', header: '', expected: refused('missing') },
  { case: 'one digit changed', header: `sha256=c${hex.slice(1)}`, expected: refused('wrong') },
  { case: 'no prefix', header: hex, expected: refused('wrong') },
  { case: 'the old SHA-1 prefix', header: `sha1=${hex}`, expected: refused('wrong') },
  { case: 'too short', header: `sha256=${hex.slice(2)}`, expected: refused('wrong') },
  { case: 'too long', header: `sha256=${hex}00`, expected: refused('wrong') },
  { case: 'not hexadecimal', header: `sha256=${'z'.repeat(64)}`, expected: refused('wrong') },
  { case: 'two headers', header: [`sha256=${hex}`, `sha256=${hex}`], expected: refused('wrong') },
];

describe('the signature of a webhook', () => {
  test.each(cases)('$case', ({ header, expected }) => {
    const headers = header === undefined ? {} : { 'x-hub-signature-256': header as string };
    expect(verify({ body, headers }, [page()])).toEqual(expected);
  });

  test('is over the bytes: the same JSON written differently is refused', () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 1));
    expect(verify({ body: rewritten, headers: { 'x-hub-signature-256': `sha256=${hex}` } }, [page()])).toEqual(
      refused('wrong'),
    );
  });

  test('may be that of any connected app', () => {
    const signature = createHmac('sha256', 'second-app').update(body).digest('hex');
    const accounts = [page(), page({ accountId: '2', appSecret: 'second-app' })];
    expect(verify({ body, headers: { 'x-hub-signature-256': `sha256=${signature}` } }, accounts)).toEqual(accepted);
  });

  test('means nothing while no Page is connected', () => {
    expect(verify({ body, headers: { 'x-hub-signature-256': `sha256=${hex}` } }, [])).toEqual(refused('no-account'));
  });
});
