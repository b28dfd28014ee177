/** What is seen from outside, at `/metrics`: the figures an operator alarms on. docs/operations.md says from which value. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

const prefix = 'lang_nghe_';

export function createMetrics({ process: ofProcess = true }: { process?: boolean } = {}) {
  const registry = new Registry();
  const registers = [registry];
  // Memory, CPU, event loop lag, garbage collection. Off in tests: they keep timers.
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter({ name: `${prefix}${name}`, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge({ name: `${prefix}${name}`, help, labelNames, registers });
  const histogram = <L extends string>(name: string, help: string, labelNames: L[], buckets: number[]) =>
    new Histogram({ name: `${prefix}${name}`, help, labelNames, buckets, registers });

  return {
    /** For metrics of a part's own, registered where that part is made. */
    registry,
    counter,
    gauge,
    histogram,
    webhooks: counter('webhooks_total', 'Webhook requests by platform and answer (200, 401, 503 …).', [
      'platform',
      'status',
    ]),
    webhookSeconds: histogram(
      'webhook_seconds',
      'Time until a webhook was answered; the platforms give up after 2 s (Zalo) and 5 s (Messenger).',
      ['platform'],
      [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    ),
    events: counter('events_total', 'Events stored, by platform and kind; duplicates under kind="duplicate".', [
      'platform',
      'kind',
    ]),
    turns: counter('turns_total', 'Turns of a conversation by outcome: done, retried, parked.', ['outcome']),
    turnSeconds: histogram(
      'turn_seconds',
      'Time from an event being stored to its turn being committed.',
      [],
      [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    ),
    sends: counter('sends_total', 'Messages by platform, lane and outcome: sent, failed, retried, in-doubt.', [
      'platform',
      'lane',
      'outcome',
    ]),
    windowRefusals: counter('window_refusals_total', 'Messages not sent because the reply window was closed.', [
      'platform',
      'lane',
    ]),
    inboxAge: gauge('inbox_oldest_seconds', 'Age of the oldest event that waits for its turn; 0 when none does.', []),
    inboxParked: gauge('inbox_parked', 'Events set aside because their turn failed twice: a person must look.', []),
    outboxAge: gauge(
      'outbox_oldest_seconds',
      'Age of the oldest message that waits to be sent, by lane; 0 when none does.',
      ['lane'],
    ),
    outboxInDoubt: gauge('outbox_in_doubt', 'Messages of which nobody knows whether they arrived.', ['lane']),
    tokenAge: gauge('token_age_seconds', 'Age of the access token, by channel.', ['channel']),
    tokenLeft: gauge('token_left_seconds', 'Time until the access token expires, by channel; negative when it has.', [
      'channel',
    ]),
    webhookSilence: gauge('webhook_silence_seconds', 'Time since the last webhook, by channel.', ['channel']),
    webhookSilent: gauge(
      'webhook_silent',
      '1 when a channel has been silent for longer than it ever is: alarm on this.',
      ['channel'],
    ),
    alarms: counter('alarms_total', 'What a person must look at, by what it is about.', ['about']),
    jobs: counter('jobs_total', 'Background jobs by name and outcome: done, failed, dropped.', ['name', 'outcome']),
    jobSeconds: histogram('job_seconds', 'How long background jobs run.', ['name'], [0.01, 0.1, 1, 10, 60, 600]),
  };
}
