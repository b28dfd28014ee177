/** Everything one sandbox consists of, made once and handed to whoever needs it. */
import { type Clock, createClock } from './clock.js';
import { createFaults, type Faults } from './faults.js';
import { createHub, type Hub } from './hub.js';
import { createIds, type Ids } from './ids.js';
import { createProfiles, type Profiles } from './messenger/profiles.js';
import { asList, type MessengerAccount, type Platform, type SandboxOptions, type ZaloAccount } from './options.js';
import { createPeople, type People } from './people.js';
import { createRates, type Rates } from './rates.js';
import { createLog, createTraffic, type Log, type SentRecord, type TrafficRecord } from './traffic.js';
import { createWebhooks, platformRules, type Webhooks } from './webhooks.js';
import { createTokens, type Tokens } from './zalo/tokens.js';

export interface Settings {
  /** Echo, delivery and read events after each message the product sends. */
  receipts: boolean;
  /** Which wrapper of buttons the fake Zalo accepts: the documents disagree, so both can be played. */
  zaloButtons: 'plain' | 'media' | 'both';
  /** Meta's "Require App Secret" switch. */
  requireProof: boolean;
}

export interface World {
  options: SandboxOptions;
  lean: boolean;
  zalo: ZaloAccount[];
  messenger: MessengerAccount[];
  clock: Clock;
  hub: Hub;
  ids: Ids;
  people: People;
  faults: Faults;
  traffic: Log<TrafficRecord> | undefined;
  sent: Log<SentRecord>;
  webhooks: Webhooks;
  tokens: Tokens;
  profiles: Profiles;
  rates: Rates;
  settings: Settings;
  /** Pictures people sent from their own computer, newest last. */
  photos: Map<string, { type: string; bytes: Buffer }>;
  /** The sandbox's own address, known once a request came in; pictures need it. */
  origin: string;
  /** Ends connections that would keep a closing server waiting: event streams, calls a fault left hanging. */
  closers: Set<() => void>;
}

export const firstSettings = (options: SandboxOptions): Settings => ({
  receipts: options.receipts ?? !options.lean,
  zaloButtons: 'both',
  requireProof: true,
});

export const firstRetryGaps = (options: SandboxOptions): Record<Platform, number[]> => ({
  ...platformRules.retryGapsMs,
  ...options.retryGapsMs,
});

const sentKept = { normal: 20_000, lean: 200_000 };

export function createWorld(options: SandboxOptions): World {
  const lean = options.lean ?? false;
  const random = options.random ?? Math.random;
  const hub = createHub();
  const ids = createIds(random);
  const clock = createClock(options.now ?? Date.now, async (offsetMs) => {
    hub.publish({ type: 'clock', now: clock.now(), offsetMs });
    await options.onClockMoved?.(offsetMs);
  });
  const faults = createFaults(hub, random);
  const traffic = lean ? undefined : createTraffic(hub);
  const zalo = asList(options.zalo);
  const settings = firstSettings(options);
  const webhooks = createWebhooks({
    addresses: { ...options.webhooks },
    clock,
    faults,
    traffic,
    retryGapsMs: firstRetryGaps(options),
    answerWithinMs: { ...platformRules.answerWithinMs, ...options.answerWithinMs },
    changed: () => hub.publish({ type: 'settings', settings: { ...settings, enabled: webhooks.enabled } }),
  });
  return {
    options,
    lean,
    zalo,
    messenger: asList(options.messenger),
    clock,
    hub,
    ids,
    people: createPeople(hub, ids, lean),
    faults,
    traffic,
    sent: createLog<SentRecord>(lean ? sentKept.lean : sentKept.normal),
    webhooks,
    tokens: createTokens(zalo, clock, ids, hub),
    profiles: createProfiles(hub),
    rates: createRates(clock),
    settings,
    photos: new Map(),
    origin: '',
    closers: new Set(),
  };
}
