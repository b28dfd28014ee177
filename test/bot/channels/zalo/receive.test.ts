import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ChannelEvent } from '../../../../bot/channels/contract.js';
import { receive } from '../../../../bot/channels/zalo/receive.js';
import { verify } from '../../../../bot/channels/zalo/verify.js';
import { oa, oaId } from './accounts.js';
import { bytesOf, received } from './fixtures.js';

const at = 1763769600000;
const person = '246845883529197922';
const accounts = [oa()];
const eventsOf = (value: unknown) => receive(Buffer.from(JSON.stringify(value)), accounts).events;

describe('a webhook becomes events', () => {
  test.each(received)('$name: $case', (fixture) => {
    const body = bytesOf(fixture);
    expect(verify({ body, headers: fixture.headers }, accounts, at)).toEqual({ ok: true });
    const { events, unreadable } = fixture;
    expect(receive(body, accounts)).toEqual({ events, ...(unreadable && { unreadable }) });
  });

  it('does so without being told the accounts, but for receipts the other way round', () => {
    for (const fixture of received.filter(
      ({ name }) => !name.includes('other-way-round') && !name.includes('by-phone'),
    )) {
      expect(receive(bytesOf(fixture)).events).toEqual(fixture.events);
    }
  });

  /** The names of Zalo's webhook pages (2026). */
  it.each([
    ...['text', 'image', 'gif', 'link', 'audio', 'video', 'sticker', 'location', 'file', 'business_card'].map(
      (kind) => `user_send_${kind}`,
    ),
    ...['text', 'image', 'gif', 'list', 'file', 'sticker'].map((kind) => `oa_send_${kind}`),
    ...['anonymous_send_text', 'anonymous_send_image', 'oa_send_anonymous_text'],
    ...['user_received_message', 'user_seen_message', 'user_reacted_message', 'oa_reacted_message'],
    ...[
      'user_click_chatnow',
      'follow',
      'unfollow',
      'user_submit_info',
      'update_user_info',
      'user_withdraw',
      'user_feedback',
    ],
    ...['add_user_to_tag', 'remove_user_from_tag', 'remove_tag', 'change_template_status', 'change_oa_daily_quota'],
    ...['create_group', 'user_join_group', 'user_send_group_text', 'oa_send_group_text'],
    ...['oa_send_consent', 'user_reply_consent', 'user_call_oa', 'oa_call_user', 'extension_purchased'],
    ...['widget_interaction_accepted', 'widget_failed_to_sync_user_external_id'],
  ])('%s has a fixture and is known', (name) => {
    const own = received.filter((fixture) => JSON.stringify(fixture.body ?? '').includes(`"event_name":"${name}"`));
    expect(own.length).toBeGreaterThan(0);
    expect(own.flatMap(({ events }) => events).some(({ kind }) => kind !== 'unknown')).toBe(true);
  });

  it.each(['constructor', '__proto__', 'toString', '', 'user_send', 'follow '.repeat(40)])(
    'an event called "%s" is unknown',
    (name) => {
      expect(eventsOf({ event_name: name, sender: { id: person }, recipient: { id: oaId } })).toMatchObject([
        { kind: 'unknown', accountId: oaId, userId: null, opensWindow: false },
      ]);
    },
  );
});

describe('the key of an event', () => {
  it('is the same for the same event, however often it comes', () => {
    for (const fixture of received) expect(receive(bytesOf(fixture))).toEqual(receive(bytesOf(fixture)));
  });

  it('does not carry the person, because it is stored in the clear', () => {
    for (const { key } of received.flatMap(({ events }) => events)) expect(key).not.toContain(person);
  });

  it('is another for another reaction to the same message', () => {
    const reaction = (icon: string) =>
      eventsOf({
        event_name: 'user_reacted_message',
        sender: { id: person },
        message: { msg_id: 'a', react_icon: icon },
      });
    expect(reaction('/-heart')[0]?.key).not.toBe(reaction('/-strong')[0]?.key);
  });

  it('is another for the receipt of a message than for the message', () => {
    const about = (name: string) => eventsOf({ event_name: name, message: { msg_id: 'a' } })[0]?.key;
    expect(about('oa_send_text')).not.toBe(about('user_received_message'));
  });
});

/** Shapes near the real ones reach deeper than arbitrary JSON does. */
const nearly = (real: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: real }, fc.jsonValue());
const text = fc.string({ unit: 'binary' });
const party = nearly(fc.record({ id: nearly(fc.oneof(fc.constantFrom(person, oaId), text, fc.integer())) }));
const payload = nearly(
  fc.record(
    {
      url: nearly(fc.webUrl()),
      coordinates: nearly(fc.record({ latitude: nearly(fc.double().map(String)), longitude: nearly(fc.double()) })),
    },
    { requiredKeys: [] },
  ),
);
const message = fc.record(
  {
    msg_id: nearly(text),
    msg_ids: nearly(fc.array(nearly(text))),
    text: nearly(text),
    attachments: nearly(fc.array(nearly(fc.record({ type: nearly(text), payload })))),
    rate: nearly(fc.double()),
    feedbacks: nearly(fc.array(nearly(text))),
    react_icon: nearly(text),
    delivery_time: nearly(text),
  },
  { requiredKeys: [] },
);
const names = received.map(({ body }) => (body as { event_name?: string } | undefined)?.event_name ?? 'constructor');
const webhook = fc.record(
  {
    event_name: nearly(fc.constantFrom(...names, '__proto__')),
    app_id: nearly(text),
    oa_id: nearly(text),
    user_id: nearly(text),
    sender: party,
    recipient: party,
    follower: party,
    message: nearly(message),
    info: nearly(
      fc.record({ name: nearly(text), phone: nearly(fc.nat()), full_address: nearly(fc.record({ user_city: text })) }),
    ),
    status: nearly(fc.record({ new_status: nearly(text) })),
    quota: nearly(fc.record({ prev_quota: nearly(text), new_quota: nearly(fc.nat()) })),
    timestamp: nearly(fc.oneof(fc.double(), fc.integer().map(String))),
  },
  { requiredKeys: ['event_name'] },
);

describe('whatever is signed is kept', () => {
  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => storable(receive(Buffer.from(bytes), accounts).events)));
  });

  test('any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => storable(eventsOf(value))));
  });

  test('anything that looks like a webhook', () => {
    fc.assert(
      fc.property(fc.oneof(webhook, fc.array(webhook, { maxLength: 3 })), (value) => storable(eventsOf(value))),
      { numRuns: 1000 },
    );
  });

  test('nothing but nesting, two hundred thousand deep', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    for (const body of [deep, `{"event_name":"user_send_text","message":${deep}}`, `[{"a":${deep}},${deep}]`]) {
      const { events, unreadable } = receive(Buffer.from(body));
      expect(events).toEqual([]);
      expect(unreadable).toMatch(/no events/);
    }
  });

  test('a text of a million characters; an id, a name and an address of as many', () => {
    const long = 'ế'.repeat(1_000_000);
    const from = { sender: { id: person }, recipient: { id: oaId } };
    const wrote = { ...from, event_name: 'user_send_text' };
    expect(eventsOf({ ...wrote, message: { text: long, msg_id: 'a' } })).toMatchObject([{ kind: 'text', text: long }]);
    storable(eventsOf({ ...wrote, message: { text: 'x', msg_id: long } }));
    storable(eventsOf({ ...from, event_name: long }));
    expect(eventsOf({ ...wrote, sender: { id: long }, message: { text: 'x', msg_id: 'a' } })).toMatchObject([
      { kind: 'unknown' },
    ]);
  });
});

/** An escape of NUL or of half a character in JSON: after an even number of backslashes, for an odd one is a backslash somebody typed. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

/** Every event can be written to PostgreSQL and acted on: short key, sane time, no NUL, no half characters, somebody it is about. */
function storable(events: ChannelEvent[]): void {
  for (const event of events) {
    expect(event.key.length).toBeLessThan(250);
    expect(Number.isSafeInteger(event.at)).toBe(true);
    expect(event.at).toBeGreaterThanOrEqual(0);
    expect(event.at).toBeLessThanOrEqual(4_102_444_800_000);
    expect(JSON.stringify(event)).not.toMatch(unstorable);
    if (!['unknown', 'account', 'delivered'].includes(event.kind)) expect(event.userId).toBeTruthy();
    if (event.kind === 'unknown' || event.kind === 'account') expect(event.userId).toBeNull();
  }
}
