import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { ChannelEvent } from '../../../../bot/channels/contract.js';
import { readers } from '../../../../bot/channels/messenger/events/readers.js';
import { receive } from '../../../../bot/channels/messenger/receive.js';
import { verify } from '../../../../bot/channels/messenger/verify.js';
import { page } from './accounts.js';
import { bytesOf, fixtures } from './fixtures.js';

describe('a webhook becomes events', () => {
  test.each(fixtures)('$name: $case', (fixture) => {
    const body = bytesOf(fixture);
    expect(verify({ body, headers: fixture.headers }, [page()])).toEqual({ ok: true });
    const { events, unreadable } = fixture;
    expect(receive(body)).toEqual({ events, ...(unreadable && { unreadable }) });
  });

  it('has a fixture for every key that has a reader', () => {
    const shown = JSON.stringify(fixtures.map(({ body }) => body));
    const missing = [...readers.keys()].filter((key) => !shown.includes(`"${key}":`));
    expect(missing).toEqual([]);
  });

  it('gives a redelivered webhook the same keys, although the entry carries a new time', () => {
    for (const fixture of fixtures.filter(({ body }) => body)) {
      const again = JSON.parse(bytesOf(fixture).toString()) as { entry: { time: number; changes?: unknown }[] };
      const isEntryItself = fixture.events.some(({ kind, userId }) => kind === 'unknown' && userId === null);
      if (isEntryItself) continue;
      for (const entry of again.entry) entry.time += 60_000;
      expect(keysOf(receive(Buffer.from(JSON.stringify(again))).events)).toEqual(keysOf(fixture.events));
    }
  });

  it('gives the events of one webhook different keys', () => {
    for (const { name, events } of fixtures.filter(({ name }) => name !== 'batch-with-nonsense')) {
      expect(new Set(keysOf(events)).size, name).toBe(events.length);
    }
  });
});

const keysOf = (events: ChannelEvent[]): string[] => events.map(({ key }) => key);

/** Shapes near the real ones reach deeper than arbitrary JSON does. */
const nearly = (real: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: real }, fc.jsonValue());
const id = nearly(
  fc.oneof(
    fc.constant({ id: '104152632345678' }),
    fc.record({ id: fc.oneof(fc.string({ unit: 'binary' }), fc.integer()) }),
  ),
);
const payload = fc.record(
  {
    url: nearly(fc.webUrl()),
    sticker_id: nearly(fc.nat()),
    coordinates: nearly(fc.record({ lat: nearly(fc.double()), long: nearly(fc.double()) })),
  },
  { requiredKeys: [] },
);
const attachment = fc.record({
  type: nearly(fc.constantFrom('image', 'audio', 'location', 'fallback', 'sticker')),
  payload: nearly(payload),
});
const content = fc.record(
  {
    mid: nearly(fc.string()),
    text: nearly(fc.string({ unit: 'binary' })),
    payload: nearly(fc.string()),
    quick_reply: nearly(fc.record({ payload: nearly(fc.string()) })),
    attachments: nearly(fc.array(nearly(attachment))),
    is_echo: nearly(fc.boolean()),
    is_deleted: nearly(fc.boolean()),
    referral: nearly(fc.record({ ref: nearly(fc.string()) })),
    watermark: nearly(fc.double()),
    action: nearly(fc.constantFrom('react', 'unreact', 'block')),
  },
  { requiredKeys: [] },
);
const item = fc
  .record({
    sender: id,
    recipient: id,
    timestamp: nearly(fc.double()),
    name: nearly(fc.constantFrom(...readers.keys(), 'constructor', '__proto__')),
    content: nearly(content),
  })
  .map(({ name, content: value, ...rest }) => ({ ...rest, [String(name)]: value }));
const list = nearly(fc.array(nearly(item), { maxLength: 4 }));
const webhook = fc.record({
  object: nearly(fc.constant('page')),
  entry: nearly(
    fc.array(
      nearly(
        fc.record(
          {
            id: nearly(fc.constant('104152632345678')),
            time: nearly(fc.integer()),
            messaging: list,
            standby: list,
            changes: list,
          },
          { requiredKeys: [] },
        ),
      ),
      { maxLength: 3 },
    ),
  ),
});

describe('whatever is signed is kept', () => {
  test('any bytes', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => storable(receive(Buffer.from(bytes)).events)));
  });

  test('any JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => storable(receive(Buffer.from(JSON.stringify(value))).events)));
  });

  test('anything that looks like a webhook', () => {
    fc.assert(
      fc.property(webhook, (value) => storable(receive(Buffer.from(JSON.stringify(value))).events)),
      { numRuns: 500 },
    );
  });

  test('nothing but nesting, a million deep', () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    const body = `{"object":"page","entry":[{"id":"1","messaging":[{"sender":{"id":"2"},"recipient":{"id":"1"},"x":${deep}}]}]}`;
    storable(receive(Buffer.from(body)).events);
  });

  test('three hundred thousand empty items', () => {
    const body = `{"object":"page","entry":[{"id":"1","standby":[${'{},'.repeat(300_000)}{}]}]}`;
    expect(receive(Buffer.from(body)).events).toHaveLength(300_001);
  });

  test('a text of a million characters, and an id of a million', () => {
    const long = 'ế'.repeat(1_000_000);
    const send = (message: unknown) =>
      receive(
        Buffer.from(
          JSON.stringify({
            object: 'page',
            entry: [{ id: '1', messaging: [{ sender: { id: '2' }, recipient: { id: '1' }, message }] }],
          }),
        ),
      ).events;
    expect(send({ mid: 'm_1', text: long })).toMatchObject([{ kind: 'text', text: long }]);
    expect(send({ mid: long, text: 'x' })).toMatchObject([{ kind: 'unknown', name: 'message' }]);
  });
});

/** Every event can be written to PostgreSQL: short key, sane time, no NUL, no half characters. */
function storable(events: ChannelEvent[]): void {
  for (const event of events) {
    expect(event.key.length).toBeLessThan(400);
    expect(event.at).toBeGreaterThanOrEqual(0);
    expect(event.at).toBeLessThanOrEqual(4_102_444_800_000);
    expect(JSON.stringify(event)).not.toMatch(/\\u0000|\\ud[89a-f]/);
    if (['text', 'tap', 'photo', 'opened', 'standby'].includes(event.kind)) expect(event.userId).toBeTruthy();
  }
}
