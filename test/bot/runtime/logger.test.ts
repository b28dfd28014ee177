import { describe, expect, it } from 'vitest';
import { createLogger } from '../../../bot/runtime/logger.js';

function written(log: (logger: ReturnType<typeof createLogger>) => void, pretty = false): string[] {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  log(createLogger({ level: 'trace', pretty, destination }));
  return lines;
}

describe('what must never come into the log', () => {
  const cases: { label: string; fields: Record<string, unknown>; hidden: string }[] = [
    { label: "a citizen's words", fields: { text: 'tôi bị đòi tiền' }, hidden: 'đòi tiền' },
    { label: 'a raw webhook', fields: { body: '{"message":"bí mật"}' }, hidden: 'bí mật' },
    { label: 'a name, deep inside', fields: { event: { person: { displayName: 'Nguyễn Thị Hoa' } } }, hidden: 'Hoa' },
    { label: 'a phone number by name', fields: { phone: '0912345678' }, hidden: '0912345678' },
    { label: 'a phone number in a sentence', fields: { reason: 'gọi 0912.345.678 nhé' }, hidden: '345' },
    { label: 'an international phone number', fields: { reason: 'call +84 912 345 678' }, hidden: '912' },
    { label: 'an e-mail address in a sentence', fields: { reason: 'sent to hoa@example.vn' }, hidden: 'hoa@' },
    { label: "a person's platform id", fields: { userId: '7342998811223344556' }, hidden: '7342998811223344556' },
    { label: 'an answer', fields: { answers: { satisfied: { kind: 'code', code: 'no' } } }, hidden: 'no"' },
    { label: 'a place', fields: { latitude: 21.0278, longitude: 105.8342 }, hidden: '21.0278' },
    { label: 'bytes', fields: { sealed: Buffer.from('abc') }, hidden: '97' },
    { label: 'an access token', fields: { accessToken: 'EAAB123' }, hidden: 'EAAB123' },
    { label: 'a page token in a list', fields: { accounts: [{ page_token: 'EAAB123' }] }, hidden: 'EAAB123' },
    { label: 'a password', fields: { admin: { password: 'mot-hai-ba' } }, hidden: 'mot-hai-ba' },
    { label: 'a header', fields: { headers: { authorization: 'Bearer abc.def' } }, hidden: 'abc.def' },
    { label: 'a session cookie', fields: { headers: { 'set-cookie': 'sid=abc123' } }, hidden: 'abc123' },
    { label: 'a signature', fields: { 'x-hub-signature': 'sha256=0badc0de' }, hidden: '0badc0de' },
    { label: 'a token in an address', fields: { url: 'https://graph/me?access_token=EAAB123&x=1' }, hidden: 'EAAB123' },
    { label: "a database's password", fields: { url: 'postgresql://app:geheim@db:5432/x' }, hidden: 'geheim' },
  ];

  it.each(cases)('$label', ({ fields, hidden }) => {
    const [line = ''] = written((logger) => logger.info(fields, 'something happened'));
    expect(line).toContain('something happened');
    // The time is made of digits as well.
    expect(line.replace(/"time":"[^"]*"/, '')).not.toContain(hidden);
  });

  it('what a message says about a person', () => {
    const [line = ''] = written((logger) => logger.warn('cannot call 0912 345 678 or write to hoa@example.vn'));
    expect(JSON.parse(line).msg).toBe('cannot call [phone] or write to [e-mail]');
  });

  it('what a child logger is bound to', () => {
    const [line = ''] = written((logger) => logger.child({ accessToken: 'EAAB123', trace: 't1' }).info('sent'));
    expect(JSON.parse(line)).toMatchObject({ accessToken: '[secret]', trace: 't1', msg: 'sent' });
  });

  it('the address of a request beyond its path, and objects that know everything', () => {
    const req = Object.assign(new Map(), { method: 'GET', url: '/webhooks/messenger?hub.verify_token=geheim' });
    const [line = ''] = written((logger) =>
      logger.info({ req, res: { statusCode: 403 }, pool: new Set(['geheim']) }, 'done'),
    );
    expect(JSON.parse(line)).toMatchObject({
      req: { method: 'GET', url: '/webhooks/messenger' },
      res: { statusCode: 403 },
      pool: '[Set]',
    });
    expect(line).not.toContain('geheim');
  });

  it("the row in PostgreSQL's error and the text in JSON.parse's", () => {
    const error = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(Hoa) exists' });
    const parse = (() => {
      try {
        return JSON.parse('tôi tên là Hoa');
      } catch (cause) {
        return cause;
      }
    })();
    const lines = written((logger) => {
      logger.error({ err: error }, 'failed');
      logger.error({ err: new Error('unreadable', { cause: parse }) }, 'failed');
    });
    expect(lines.join('')).not.toContain('Hoa');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { type: 'Error', text: 'duplicate key', code: '23505' } });
  });
});

describe('a line', () => {
  it('keeps what is needed to find out what happened', () => {
    const fields = {
      platform: 'zalo',
      outcome: 'sent',
      tookMs: 0.123456789,
      count: 912345678n,
      channel: 3,
      at: [1, 2],
    };
    const [line = ''] = written((logger) => logger.info(fields, 'message sent'));
    expect(JSON.parse(line)).toMatchObject({ ...fields, count: '912345678', level: 'info', msg: 'message sent' });
  });

  it('is one line, whatever was in it', () => {
    const lines = written((logger) => logger.info({ reason: 'one\ntwo' }, 'three\nfour'));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
  });

  it('survives a value that contains itself', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(written((logger) => logger.info({ circle }, 'round'))).toHaveLength(1);
  });

  it('is readable on a terminal', () => {
    const [line = ''] = written((logger) => logger.info({ platform: 'zalo', count: 2 }, 'sent'), true);
    expect(line).toMatch(/^\d\d:\d\d:\d\d info {2}sent platform=zalo count=2\n$/);
  });
});
