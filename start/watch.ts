/** What the message path tells, as log lines and figures. Never who it was about: ids of rows and traces only. */
import type { Logger } from '../bot/runtime/logger.js';
import type { Metrics } from '../bot/runtime/metrics.js';
import type { Watch } from './message-path.js';

export function createWatch(logger: Logger, metrics: Metrics, clock: { now: () => number }): Watch {
  return {
    stored: (count) => logger.debug({ count }, 'events stored'),
    turns: (turns) => {
      for (const turn of turns) {
        metrics.turns.inc({ outcome: 'done' });
        const received = turn.contact.events.at(-1)?.receivedAt ?? clock.now();
        metrics.turnSeconds.observe(Math.max(0, clock.now() - received) / 1000);
        if (!logger.isLevelEnabled('info')) continue;
        // A turn may handle several events; each is found by its own trace.
        for (const trace of new Set(turn.contact.events.map((event) => event.trace)))
          logger.info({ trace, contact: turn.contact.id, says: turn.spoken.length, counts: turn.counts }, 'turn');
      }
    },
    parked: (contact, reason) => {
      metrics.turns.inc({ outcome: 'parked' });
      metrics.alarms.inc({ about: 'parked' });
      logger.error({ contact, reason }, 'events parked: their turn failed even alone');
    },
    outcome: (delivery, { platform, how, code, alarm, detail }) => {
      metrics.sends.inc({ platform, lane: delivery.lane, outcome: how });
      if (how === 'window-closed') metrics.windowRefusals.inc({ platform, lane: delivery.lane });
      if (alarm) metrics.alarms.inc({ about: `${platform} ${code}` });
      const line = { trace: delivery.trace, messageId: delivery.id, platform, how, code, detail };
      if (alarm) logger.error(line, 'send');
      else logger[how === 'sent' ? 'info' : 'warn'](line, 'send');
    },
    tokenRefreshed: (channel) => logger.info({ channel }, 'token refreshed'),
    tokenFailed: (channel, { code, final }) => {
      metrics.alarms.inc({ about: 'token' });
      logger.error({ channel, code, final }, final ? 'token dead: connect the account again' : 'token refresh failed');
    },
    tookBack: (result) => logger.warn(result, 'took back what a dead process held'),
    accountUnfit: (channel, why) => {
      metrics.alarms.inc({ about: 'account' });
      logger.error({ channel, why }, 'account left out');
    },
    presence: (state) => logger[state === 'lost' ? 'warn' : 'debug']({ state }, 'presence'),
    error: (where, error) => logger.warn({ where, err: error }, 'the message path is in trouble; trying again'),
  };
}
