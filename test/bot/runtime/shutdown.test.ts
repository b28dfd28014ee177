import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../bot/runtime/logger.js';
import { createShutdown } from '../../../bot/runtime/shutdown.js';

const shutdownWith = (totalMs?: number) => {
  const stopped: string[] = [];
  const shutdown = createShutdown({ logger: silentLogger, ...(totalMs !== undefined && { totalMs }) });
  const note = (name: string) => () => void stopped.push(name);
  return { shutdown, stopped, note };
};

describe('shutdown', () => {
  it('stops in the reverse order of starting, one after the other', async () => {
    const { shutdown, stopped, note } = shutdownWith();
    shutdown.onStop('database', note('database'));
    shutdown.onStop('worker', () => sleep(20).then(note('worker')));
    shutdown.onStop('server', note('server'));
    expect(await shutdown.stop('test')).toBe(true);
    expect(stopped).toEqual(['server', 'worker', 'database']);
  });

  it('leaves behind what hangs, and goes on', async () => {
    const { shutdown, stopped, note } = shutdownWith();
    shutdown.onStop('database', note('database'));
    shutdown.onStop('hanging', () => new Promise(() => undefined), 10);
    expect(await shutdown.stop('test')).toBe(false);
    expect(stopped).toEqual(['database']);
  });

  it('keeps to its time in all, however many hang', async () => {
    const { shutdown } = shutdownWith(50);
    for (const name of 'abcdefgh') shutdown.onStop(name, () => new Promise(() => undefined), 40);
    const began = performance.now();
    await shutdown.stop('test');
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('goes on after a step that throws', async () => {
    const { shutdown, stopped, note } = shutdownWith();
    shutdown.onStop('database', note('database'));
    shutdown.onStop('broken', () => {
      throw new Error('broken');
    });
    expect(await shutdown.stop('test')).toBe(false);
    expect(stopped).toEqual(['database']);
  });

  it('happens once, however often it is asked for', async () => {
    const { shutdown, stopped, note } = shutdownWith();
    shutdown.onStop('database', note('database'));
    await Promise.all([shutdown.stop('one'), shutdown.stop('two')]);
    expect(stopped).toEqual(['database']);
  });
});
