/**
 * Stops what was started, in the reverse order, each within its time and all within one: a step that hangs is left behind with a word
 * in the log, so that one bad part never keeps the process (or its orchestrator) waiting.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from './logger.js';

export interface Shutdown {
  /** Declared right after the thing was started. */
  onStop: (name: string, stop: () => unknown, deadlineMs?: number) => void;
  /** Stops everything once; later calls wait for the same end. True when every step ended in time and without error. */
  stop: (reason: string) => Promise<boolean>;
  /** SIGTERM and SIGINT stop and exit 0; a second one, half a second later or more, exits at once. */
  handleSignals: () => void;
}

interface Step {
  name: string;
  stop: () => unknown;
  deadlineMs: number;
}

/** Kubernetes and systemd send SIGKILL after 30 s and 90 s unless told otherwise; the rest is for the process to leave. */
const defaultTotalMs = 25_000;
const defaultStepMs = 10_000;
const sameWishMs = 500;

export function createShutdown(options: { logger: Logger; totalMs?: number; exit?: (code: number) => void }): Shutdown {
  const { logger, totalMs = defaultTotalMs, exit = process.exit } = options;
  const steps: Step[] = [];
  let stopping: Promise<boolean> | undefined;

  const stopAll = async (reason: string): Promise<boolean> => {
    logger.info({ reason }, 'stopping');
    const end = Date.now() + totalMs;
    let clean = true;
    for (let step = steps.pop(); step; step = steps.pop()) clean = (await stopOne(step, end, logger)) && clean;
    logger.info({ clean }, 'stopped');
    return clean;
  };
  const stop = (reason: string) => {
    stopping ??= stopAll(reason);
    return stopping;
  };

  return {
    onStop: (name, stopStep, deadlineMs = defaultStepMs) => {
      steps.push({ name, stop: stopStep, deadlineMs });
    },
    stop,
    handleSignals: () => {
      let firstAt = 0;
      for (const signal of ['SIGTERM', 'SIGINT'] as const)
        process.on(signal, () => {
          // npm passes Ctrl-C on to a program that the terminal has told already: that is not a second wish.
          if (firstAt && Date.now() - firstAt < sameWishMs) return;
          // 128 + SIGINT: the person has asked twice and does not want to wait.
          if (firstAt) return exit(130);
          firstAt = Date.now();
          void stop(signal).then(() => exit(0));
        });
    },
  };
}

async function stopOne(step: Step, end: number, logger: Logger): Promise<boolean> {
  const patienceMs = Math.max(0, Math.min(step.deadlineMs, end - Date.now()));
  const late = new AbortController();
  try {
    const outcome = await Promise.race([
      Promise.resolve(step.stop()).then(() => 'done' as const),
      sleep(patienceMs, 'late' as const, { signal: late.signal }),
    ]);
    if (outcome === 'late') logger.warn({ step: step.name, patienceMs }, 'did not stop in time and is left behind');
    return outcome === 'done';
  } catch (error) {
    logger.error({ step: step.name, err: error }, 'did not stop cleanly');
    return false;
  } finally {
    late.abort();
  }
}
