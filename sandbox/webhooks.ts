/**
 * Brings the platforms' events to the product as the platforms do: signed, at least once, with a time limit for the answer, again
 * after the documented pauses, and no more once the last try has failed.
 */
import { Agent, request } from 'undici';
import type { Clock } from './clock.js';
import type { Faults } from './faults.js';
import type { Platform, WebhookAddresses } from './options.js';
import type { Log, TrafficRecord } from './traffic.js';

/** One POST: the exact bytes and how they are signed. */
export interface Parcel {
  platform: Platform;
  body: string;
  headers: Record<string, string>;
  /** The header that carries the signature, so that a fault can spoil it. */
  signatureHeader: string;
  user?: string | undefined;
  event?: string | undefined;
  /** Told after every try. */
  progress?: (state: 'delivered' | 'waiting' | 'lost') => void;
}

/** status 0 = no answer in time or no connection; `held` = kept back by a fault, comes later. */
export interface Outcome {
  status: number;
  body: string;
  held?: 'delay' | 'reorder';
  /** The webhook is switched off or has no address: the event is gone. */
  dropped?: boolean;
}

export interface Webhooks {
  /** Resolves with the product's answer to the first try. */
  deliver: (parcel: Parcel) => Promise<Outcome>;
  addresses: WebhookAddresses;
  enabled: Record<Platform, boolean>;
  retryGapsMs: Record<Platform, number[]>;
  close: () => Promise<void>;
}

interface Tools {
  addresses: WebhookAddresses;
  clock: Clock;
  faults: Faults;
  traffic: Log<TrafficRecord> | undefined;
  retryGapsMs: Record<Platform, number[]>;
  answerWithinMs: Record<Platform, number>;
  changed: () => void;
}

const minute = 60_000;
export const platformRules = {
  /** Zalo's webhook overview (seen 2026-11): after 30 s, 5, 15, 30 minutes and 1 hour, then the app is unsubscribed; answer in 2 s. */
  retryGapsMs: {
    zalo: [30_000, 5 * minute, 15 * minute, 30 * minute, 60 * minute],
    /** Meta names no times, only "about an hour, then disabled" (seen 2026-11): these add up to one. */
    messenger: [15_000, minute, 4 * minute, 15 * minute, 40 * minute],
  },
  /** Meta's webhook page (2026-05): 5 s. */
  answerWithinMs: { zalo: 2_000, messenger: 5_000 },
};

/** A reordered event that nothing follows comes on its own after this long. */
const holdAtMostMs = 10_000;

export function createWebhooks(tools: Tools): Webhooks {
  const { addresses, clock, faults, traffic, retryGapsMs, answerWithinMs } = tools;
  const agent = new Agent({ connections: 256, pipelining: 1, keepAliveTimeout: 30_000 });
  const enabled = { zalo: true, messenger: true };
  let held: { parcel: Parcel; fault: string }[] = [];

  async function post(parcel: Parcel, attempt: number, fault?: string): Promise<Outcome> {
    const url = addresses[parcel.platform];
    if (!url) return { status: 0, body: 'no webhook address is set', dropped: true };
    const signed = fault === 'wrong-signature' ? spoil(parcel) : parcel.headers;
    const headers = attempt > 0 ? { ...signed, num_retry: String(attempt) } : signed;
    const begun = performance.now();
    const outcome = fault === 'lost' ? { status: 0, body: '' } : await send(url, { ...parcel, headers });
    traffic?.add({
      direction: 'webhook',
      platform: parcel.platform,
      at: clock.now(),
      method: 'POST',
      path: new URL(url).pathname,
      headers,
      request: parcel.body,
      status: outcome.status,
      response: outcome.body,
      tookMs: Math.round(performance.now() - begun),
      attempt,
      fault,
      user: parcel.user,
      event: parcel.event,
    });
    return outcome;
  }

  async function send(url: string, parcel: Parcel): Promise<Outcome> {
    try {
      const signal = AbortSignal.timeout(answerWithinMs[parcel.platform]);
      const options = {
        method: 'POST',
        headers: parcel.headers,
        body: parcel.body,
        dispatcher: agent,
        signal,
      } as const;
      const response = await request(url, options);
      return { status: response.statusCode, body: await response.body.text() };
    } catch (error) {
      return { status: 0, body: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  }

  /** One try, and the next one booked if it fails. */
  async function attempt(parcel: Parcel, number: number, fault?: string): Promise<Outcome> {
    const outcome = await post(parcel, number, fault);
    if (outcome.dropped || outcome.status === 200) {
      parcel.progress?.(outcome.dropped ? 'lost' : 'delivered');
      return outcome;
    }
    const gap = retryGapsMs[parcel.platform][number];
    if (gap === undefined) {
      enabled[parcel.platform] = false;
      tools.changed();
      parcel.progress?.('lost');
      return outcome;
    }
    parcel.progress?.('waiting');
    clock.at(clock.now() + gap, () => again(parcel, number + 1));
    return outcome;
  }

  async function again(parcel: Parcel, number: number): Promise<void> {
    if (enabled[parcel.platform]) await attempt(parcel, number);
    else parcel.progress?.('lost');
  }

  async function releaseHeld(platform: Platform): Promise<void> {
    const ready = held.filter((one) => one.parcel.platform === platform);
    held = held.filter((one) => one.parcel.platform !== platform);
    for (const { parcel, fault } of ready) await attempt(parcel, 0, fault);
  }

  function hold(parcel: Parcel): Outcome {
    held.push({ parcel, fault: 'reorder' });
    clock.at(clock.now() + holdAtMostMs, () => releaseHeld(parcel.platform));
    return { status: 0, body: '', held: 'reorder' };
  }

  function delay(parcel: Parcel, ms: number): Outcome {
    clock.at(clock.now() + ms, async () => void (await attempt(parcel, 0, 'delay')));
    return { status: 0, body: '', held: 'delay' };
  }

  async function deliver(parcel: Parcel): Promise<Outcome> {
    if (!enabled[parcel.platform]) {
      parcel.progress?.('lost');
      return { status: 0, body: 'the webhook is switched off after too many failures', dropped: true };
    }
    const fault = faults.takeWebhook(parcel.platform);
    if (fault?.kind === 'reorder') return hold(parcel);
    if (fault?.kind === 'delay') return delay(parcel, fault.ms ?? 5_000);
    const tries = [attempt(parcel, 0, fault?.kind)];
    if (fault?.kind === 'duplicate') tries.push(post(parcel, 0, 'duplicate'));
    const [first] = await Promise.all(tries);
    if (held.length > 0) await releaseHeld(parcel.platform);
    return first ?? { status: 0, body: '' };
  }

  return { deliver, addresses, enabled, retryGapsMs, close: () => agent.destroy() };
}

/** Another last digit: right length, right letters, wrong signature. The redelivery is signed rightly again. */
function spoil(parcel: Parcel): Record<string, string> {
  const signature = parcel.headers[parcel.signatureHeader] ?? '';
  const wrong = signature.slice(0, -1) + (signature.endsWith('0') ? '1' : '0');
  return { ...parcel.headers, [parcel.signatureHeader]: wrong };
}
