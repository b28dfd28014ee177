import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../../bot/runtime/logger.js';
import { createShutdown } from '../../../bot/runtime/shutdown.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

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

describe('signals', () => {
  /** A process that takes a second to stop. */
  const program = `
    import { createShutdown } from './bot/runtime/shutdown.js';
    import { silentLogger } from './bot/runtime/logger.js';
    const shutdown = createShutdown({ logger: silentLogger });
    shutdown.onStop('slow', () => new Promise((resolve) => setTimeout(resolve, 1000)));
    shutdown.handleSignals();
    setInterval(() => undefined, 1000);
    console.log('up');`;
  const run = async (signals: (send: (signal: NodeJS.Signals) => void) => Promise<void> | void) => {
    const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    await signals((signal) => child.kill(signal));
    return (await ended)[0];
  };

  it.each(['SIGINT', 'SIGTERM'] as const)('%s stops and exits 0', async (signal) => {
    expect(await run((send) => send(signal))).toBe(0);
  });

  it('the same wish told twice, by the terminal and by npm, is one', async () => {
    const twice = async (send: (signal: NodeJS.Signals) => void) => {
      send('SIGINT');
      await sleep(50);
      send('SIGINT');
    };
    expect(await run(twice)).toBe(0);
  });

  it('a second wish exits at once', async () => {
    const impatient = async (send: (signal: NodeJS.Signals) => void) => {
      send('SIGINT');
      await sleep(600);
      send('SIGINT');
    };
    expect(await run(impatient)).toBe(130);
  });
});
