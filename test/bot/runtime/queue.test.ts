import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type AnyJob, defineJob } from '../../../bot/runtime/job.js';
import { silentLogger } from '../../../bot/runtime/logger.js';
import { createMetrics } from '../../../bot/runtime/metrics.js';
import { createQueue } from '../../../bot/runtime/queue.js';
import { testDatabase } from '../../support/database.js';

const databaseUrl = await testDatabase({ empty: true });
const { REDIS_URL } = process.env;
const backends = [
  { backend: 'PostgreSQL', redisUrl: undefined },
  ...(REDIS_URL ? [{ backend: 'Redis', redisUrl: REDIS_URL }] : []),
];

/** What the jobs below are given: a place to leave word. */
interface Context {
  ran: (word: string) => void;
}

function remind(over: Partial<AnyJob<Context>> = {}) {
  const job = defineJob({
    name: 'remind',
    schema: z.object({ id: z.number().int() }),
    timeoutMs: 5_000,
    attempts: 3,
    backoffMs: 20,
    run: ({ id }, context: Context) => context.ran(`${id}`),
  });
  return { ...job, ...over };
}

describe.each(backends)('jobs on $backend', ({ redisUrl }) => {
  async function open(name = `test-${randomUUID()}`) {
    const metrics = createMetrics({ process: false });
    const queue = createQueue({ databaseUrl, redisUrl, logger: silentLogger, metrics, name });
    onTestFinished(() => queue.close());
    await queue.ready();
    const words: string[] = [];
    const waiting: { count: number; done: () => void }[] = [];
    const ran = (word: string) => {
      words.push(word);
      for (const each of waiting) if (words.length >= each.count) each.done();
    };
    const until = (count: number) =>
      new Promise<string[]>((resolve) => {
        waiting.push({ count, done: () => resolve(words) });
        if (words.length >= count) resolve(words);
      });
    const outcome = async (outcome: string) =>
      (await metrics.jobs.get()).values.find((value) => value.labels.outcome === outcome)?.value ?? 0;
    return { queue, context: { ran }, words, until, outcome, name };
  }

  it('runs what was added, one by one and in bulk', async () => {
    const { queue, context, until } = await open();
    await queue.add(remind(), { id: 1 });
    await queue.addMany(remind(), [{ id: 2 }, { id: 3 }]);
    queue.work([remind()], context);
    expect((await until(3)).toSorted()).toEqual(['1', '2', '3']);
    await queue.ping();
  });

  it('refuses a payload that is not what the job takes, or too large to be ids', async () => {
    const { queue } = await open();
    await expect(queue.add(remind(), { id: 1.5 })).rejects.toThrow(/int/);
    const chatty = { name: 'chatty', schema: z.object({ text: z.string() }), attempts: 1 };
    await expect(queue.add(chatty, { text: 'ơ'.repeat(1_000) })).rejects.toThrow(
      /more than 1000: store it and give the job its id/,
    );
  });

  it('does not run what an older version left behind in another shape, and does not try again', async () => {
    const { queue, context, words, outcome } = await open();
    const older = { name: 'remind', schema: z.object({ contact: z.string() }), attempts: 3 };
    await queue.add(older, { contact: 'x' });
    queue.work([remind()], context);
    await expect.poll(() => outcome('failed'), { timeout: 10_000 }).toBe(1);
    expect(words).toEqual([]);
  });

  it('drops a job that this version does not know', async () => {
    const { queue, context, outcome } = await open();
    await queue.add({ name: 'gone', schema: z.object({}), attempts: 3 }, {});
    queue.work([remind()], context);
    await expect.poll(() => outcome('dropped'), { timeout: 10_000 }).toBe(1);
  });

  it('queues one id once', async () => {
    const { queue, context, until, words } = await open();
    for (const id of [1, 2, 3]) await queue.add(remind(), { id }, { id: 'contact-7' });
    await queue.add(remind(), { id: 9 });
    queue.work([remind()], context);
    await until(2);
    expect(words.toSorted()).toEqual(['1', '9']);
  });

  it('tries again what failed, and what took too long', async () => {
    const { queue, context, until } = await open();
    let tries = 0;
    const run: AnyJob<Context>['run'] = async (_payload, { ran }, { attempt, signal }) => {
      tries += 1;
      if (tries === 1) throw new Error('the first time');
      if (tries === 2) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      else ran(`attempt ${attempt}`);
    };
    await queue.add(remind(), { id: 1 });
    queue.work([remind({ run, timeoutMs: 50 })], context);
    expect(await until(1)).toEqual(['attempt 3']);
  });

  it('runs by timetable, declared once however often it is declared, and forgets what is no longer in the code', async () => {
    const timed = remind({
      name: 'sweep',
      schema: z.object({}),
      everyMs: 100,
      run: (_payload, { ran }) => ran('swept'),
    });
    const nightly = remind({ name: 'nightly', schema: z.object({}), cron: '0 2 * * *' });
    const { queue, context, until, name } = await open();
    for (let each = 0; each < 3; each += 1) await queue.schedule([timed, nightly, remind()]);
    queue.work([timed, nightly], context);
    expect((await until(3)).every((word) => word === 'swept')).toBe(true);
    await queue.close();

    const next = await open(name);
    await next.queue.schedule([nightly]);
    await next.queue.add(remind(), { id: 1 }, { delayMs: 500 });
    next.queue.work([timed, nightly, remind()], next.context);
    await expect.poll(() => next.words).toContain('1');
    expect(next.words.length).toBeLessThanOrEqual(2);
  });

  it('lets a running job end before it closes', async () => {
    const { queue, context, until, words } = await open();
    const run: AnyJob<Context>['run'] = async (_payload, { ran }) => {
      ran('began');
      await new Promise((resolve) => setTimeout(resolve, 100));
      ran('ended');
    };
    await queue.add(remind(), { id: 1 });
    queue.work([remind({ run })], context);
    await until(1);
    await queue.close();
    expect(words).toEqual(['began', 'ended']);
  });
});

describe('a server that cannot be used is told with its cure', () => {
  const cases = [
    {
      label: 'nothing listens for Redis',
      redisUrl: 'redis://127.0.0.1:1',
      says: /^Redis at 127\.0\.0\.1:1 \(REDIS_URL\).*nothing listens there/,
    },
    {
      label: 'nothing listens for PostgreSQL',
      databaseUrl: 'postgresql://u:geheim@127.0.0.1:1/d',
      says: /^The database at 127\.0\.0\.1:1\/d.*nothing listens there/,
    },
  ];
  it.each(cases)('$label', async ({ redisUrl, databaseUrl: url = databaseUrl, says }) => {
    const queue = createQueue({ databaseUrl: url, redisUrl, logger: silentLogger });
    onTestFinished(() => queue.close().catch(() => undefined));
    await expect(queue.ready()).rejects.toThrow(says);
  });
});
