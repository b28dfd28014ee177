import { expect, it } from 'vitest';
import { createMetrics } from '../../../bot/runtime/metrics.js';

it('shows what an operator alarms on, under one prefix', async () => {
  const metrics = createMetrics({ process: false });
  metrics.events.inc({ platform: 'zalo', kind: 'text' });
  metrics.sends.inc({ platform: 'messenger', lane: 'live', outcome: 'sent' });
  metrics.inboxAge.set(1.5);
  metrics.webhookSilent.set({ channel: '1' }, 1);
  const text = await metrics.registry.metrics();
  expect(text).toContain('lang_nghe_events_total{platform="zalo",kind="text"} 1');
  expect(text).toContain('lang_nghe_sends_total{platform="messenger",lane="live",outcome="sent"} 1');
  expect(text).toContain('lang_nghe_inbox_oldest_seconds 1.5');
  expect(text).toContain('lang_nghe_webhook_silent{channel="1"} 1');
  const named = (await metrics.registry.getMetricsAsJSON()).map((metric) => metric.name);
  expect(named.filter((name) => !name.startsWith('lang_nghe_'))).toEqual([]);
});

it('keeps the figures of two registries apart', async () => {
  const [one, other] = [createMetrics({ process: false }), createMetrics({ process: false })];
  one.turns.inc({ outcome: 'done' });
  expect((await other.turns.get()).values).toEqual([]);
});
