/** Figures that are read when somebody asks for them: ages and backlogs. */
import type { Accounts } from '../bot/inbox/accounts.js';
import type { Metrics } from '../bot/runtime/metrics.js';
import type { Database } from '../prisma/client.js';
import { pathFigures } from '../prisma/figures.js';

/**
 * An account that nobody has written to for so long is probably cut off: Zalo unsubscribes a webhook after its last retry (an hour), Meta
 * about as fast. Quiet nights are normal, hence half a day.
 */
const silentAfterSeconds = 12 * 3600;

export function watchFigures(
  metrics: Metrics,
  database: Database,
  accounts: Accounts,
  clock: { now: () => number },
): void {
  const { inboxAge, inboxParked, outboxAge, outboxInDoubt, tokenAge, tokenLeft, webhookSilence, webhookSilent } =
    metrics;
  const look = async () => {
    const now = clock.now();
    const figures = await pathFigures(database.pool, now).catch(() => null);
    if (!figures) return;
    inboxAge.set(figures.inboxOldestSeconds);
    inboxParked.set(figures.inboxParked);
    for (const { lane, oldestSeconds, inDoubt } of figures.lanes) {
      outboxAge.set({ lane }, oldestSeconds);
      outboxInDoubt.set({ lane }, inDoubt);
    }
    for (const { channelId, heardSecondsAgo, tokenAgeSeconds, tokenLeftSeconds } of figures.channels) {
      if (!accounts.byId(channelId)) continue;
      const channel = String(channelId);
      webhookSilence.set({ channel }, heardSecondsAgo);
      webhookSilent.set({ channel }, heardSecondsAgo > silentAfterSeconds ? 1 : 0);
      if (tokenAgeSeconds !== null) tokenAge.set({ channel }, tokenAgeSeconds);
      if (tokenLeftSeconds !== null) tokenLeft.set({ channel }, tokenLeftSeconds);
    }
  };
  // Whoever asks for the figures asks for all at once: one look serves them, and none is older than the question.
  let looking: Promise<void> | null = null;
  const collect = () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
  const gauges = [inboxAge, inboxParked, outboxAge, outboxInDoubt, tokenAge, tokenLeft, webhookSilence, webhookSilent];
  for (const gauge of gauges) Object.assign(gauge, { collect });
}
