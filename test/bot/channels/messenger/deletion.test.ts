import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readDeletionRequest } from '../../../../bot/channels/messenger/deletion.js';
import { page } from './accounts.js';

const now = 1_763_769_600_000;
const seconds = now / 1000;
const request = { user_id: '218471', algorithm: 'HMAC-SHA256', issued_at: seconds - 5 };

function signed(payload: unknown, secret = 'test-app-secret'): string {
  const encoded = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)).toString('base64url');
  return `${createHmac('sha256', secret).update(encoded).digest('base64url')}.${encoded}`;
}

const accepted = { ok: true, appScopedUserId: '218471', issuedAt: now - 5000 };
const refused = (reason: string) => ({ ok: false, reason });

const cases = [
  { case: 'a request of Meta', given: signed(request), expected: accepted },
  { case: 'with padding, as some encoders write it', given: signed(request).replace('.', '=.'), expected: accepted },
  { case: 'that never expires', given: signed({ ...request, expires: 0 }), expected: accepted },
  { case: 'that has expired', given: signed({ ...request, expires: seconds - 1 }), expected: refused('expired') },
  { case: 'signed by another app that is connected', given: signed(request, 'second-app'), expected: accepted },
  { case: 'signed by a stranger', given: signed(request, 'stranger'), expected: refused('wrong') },
  {
    case: 'with another payload',
    given: `${signed(request).split('.')[0]}.${signed({ ...request, user_id: '1' }).split('.')[1]}`,
    expected: refused('wrong'),
  },
  { case: 'with another algorithm', given: signed({ ...request, algorithm: 'none' }), expected: refused('algorithm') },
  { case: 'without a person', given: signed({ ...request, user_id: undefined }), expected: refused('malformed') },
  { case: 'without a time', given: signed({ ...request, issued_at: undefined }), expected: refused('malformed') },
  { case: 'that is not JSON', given: signed('xoá'), expected: refused('algorithm') },
  { case: 'without a signature', given: `.${signed(request).split('.')[1]}`, expected: refused('malformed') },
  { case: 'of three parts', given: `${signed(request)}.x`, expected: refused('malformed') },
  { case: 'of no parts', given: 'x', expected: refused('malformed') },
  { case: 'that is missing', given: undefined, expected: refused('malformed') },
];

describe('Meta passes on that a person wants their data deleted', () => {
  test.each(cases)('a request $case', ({ given, expected }) => {
    expect(readDeletionRequest(given, [page(), page({ appSecret: 'second-app' })], now)).toEqual(expected);
  });
});
