/**
 * Background jobs, on BullMQ. A payload is parsed when it goes in and again when it comes out: between the two lies a deployment, and
 * what an older version left behind must not surprise a newer one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job as BullJob, UnrecoverableError, type Worker } from 'bullmq';
import { explainDatabaseError, explainRedisError } from './errors.js';
import type { AnyJob, JobKind } from './job.js';
import type { Logger } from './logger.js';
import type { Metrics } from './metrics.js';
import { type Backend, postgresBackend, redisBackend } from './queue-backend.js';

export interface JobQueue {
  /** Ready to take jobs; throws a StartError that says what is wrong with the server. */
  ready: () => Promise<void>;
  /** Is the server there now? For `/readyz`. */
  ping: () => Promise<void>;
  add: <Payload>(job: JobKind<Payload>, payload: Payload, options?: AddOptions) => Promise<void>;
  addMany: <Payload>(job: JobKind<Payload>, payloads: Payload[]) => Promise<void>;
  /** Declares the timetable of all jobs that have one, and takes back what is no longer in the code. */
  schedule: <Context>(jobs: AnyJob<Context>[]) => Promise<void>;
  /** Begins to run jobs in this process. */
  work: <Context>(jobs: AnyJob<Context>[], context: Context) => void;
  /** Lets running jobs end, then closes. */
  close: () => Promise<void>;
}

export interface AddOptions {
  /** The same id is queued once, however often it is added (no ":", not a number alone). */
  id?: string;
  delayMs?: number;
}

export interface QueueOptions {
  databaseUrl: string;
  redisUrl?: string | undefined;
  logger: Logger;
  metrics?: Pick<Metrics, 'jobs' | 'jobSeconds'>;
  /** Tests keep apart by it. */
  name?: string;
  concurrency?: number;
}

/** Ids and little else fit in: whatever is larger belongs into PostgreSQL. */
const maxPayloadBytes = 1_000;
const readyDeadlineMs = 5_000;
const timeZone = 'Asia/Ho_Chi_Minh';

export function createQueue(options: QueueOptions): JobQueue {
  const { databaseUrl, redisUrl, logger, name = 'jobs', concurrency = 5 } = options;
  const backend = redisUrl ? redisBackend(redisUrl, name) : postgresBackend(databaseUrl, name);
  const { queue } = backend;
  const workers: Worker[] = [];
  const report = (error: Error) => logger.warn({ err: error }, 'the job queue is in trouble');
  queue.on('error', report);

  return {
    ready: () => becomeReady(backend, options),
    ping: async () => void (await queue.getJobCounts('active')),
    add: async (job, payload, { id, delayMs } = {}) => {
      const data = check(job, payload);
      await queue.add(job.name, data, {
        ...triesOf(job),
        ...(id && { jobId: id }),
        ...(delayMs && { delay: delayMs }),
      });
    },
    addMany: async (job, payloads) => {
      await queue.addBulk(
        payloads.map((payload) => ({ name: job.name, data: check(job, payload), opts: triesOf(job) })),
      );
    },
    schedule: (jobs) => schedule(backend, jobs),
    work: (jobs, context) => {
      const worker = backend.work(runnerOf(jobs, context, options), concurrency);
      worker.on('error', report);
      workers.push(worker);
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await queue.close();
    },
  };
}

/** Redis is tried again and again underneath, without a word; at start a person waits for one. */
async function becomeReady({ queue }: Backend, { databaseUrl, redisUrl }: QueueOptions): Promise<void> {
  let last: Error | undefined;
  const remember = (error: Error) => {
    last = error;
  };
  queue.on('error', remember);
  try {
    await Promise.race([
      queue.waitUntilReady(),
      sleep(readyDeadlineMs, undefined, { ref: false }).then(() =>
        Promise.reject(last ?? new Error('it does not answer')),
      ),
    ]);
  } catch (error) {
    throw redisUrl ? explainRedisError(error, redisUrl) : explainDatabaseError(error, databaseUrl);
  } finally {
    queue.off('error', remember);
  }
}

function check<Payload>(job: JobKind<Payload>, payload: Payload): Payload {
  const data = job.schema.parse(payload);
  const bytes = Buffer.byteLength(JSON.stringify(data) ?? '');
  if (bytes > maxPayloadBytes)
    throw new Error(
      `The payload of job "${job.name}" has ${bytes} bytes, more than ${maxPayloadBytes}: store it and give the job its id.`,
    );
  return data;
}

/** Growing pauses, spread, so that what failed together does not come back together. */
const triesOf = ({ attempts, backoffMs = 2_000 }: Pick<JobKind<unknown>, 'attempts' | 'backoffMs'>) => ({
  attempts,
  backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
});

async function schedule<Context>({ queue }: Backend, jobs: AnyJob<Context>[]): Promise<void> {
  const timed = jobs.filter((job) => job.everyMs || job.cron);
  for (const job of timed) {
    const timetable = job.everyMs ? { every: job.everyMs } : { pattern: job.cron ?? '', tz: timeZone };
    await queue.upsertJobScheduler(job.name, timetable, { name: job.name, data: {}, opts: triesOf(job) });
  }
  const known = new Set(timed.map((job) => job.name));
  for (const { key } of await queue.getJobSchedulers()) if (!known.has(key)) await queue.removeJobScheduler(key);
}

function runnerOf<Context>(jobs: AnyJob<Context>[], context: Context, { logger, metrics }: QueueOptions) {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  return async (queued: BullJob): Promise<void> => {
    const job = byName.get(queued.name);
    const log = logger.child({ trace: `job-${queued.id}`, job: queued.name });
    if (!job) {
      // Left by another version of the program. It must not be tried for ever, and it was not the only copy of anything.
      log.warn('dropped a job that this version does not know');
      metrics?.jobs.inc({ name: 'unknown', outcome: 'dropped' });
      return;
    }
    const stopClock = metrics?.jobSeconds.startTimer({ name: job.name });
    try {
      await runOnce(job, queued, context);
      metrics?.jobs.inc({ name: job.name, outcome: 'done' });
    } catch (error) {
      metrics?.jobs.inc({ name: job.name, outcome: 'failed' });
      log.error({ err: error, attempt: queued.attemptsMade + 1, attempts: job.attempts }, 'a job failed');
      throw error;
    } finally {
      stopClock?.();
    }
  };
}

async function runOnce<Context>(job: AnyJob<Context>, queued: BullJob, context: Context): Promise<void> {
  const payload = job.schema.safeParse(queued.data);
  // Trying again reads the same payload.
  if (!payload.success) throw new UnrecoverableError(`its payload is not what it takes: ${payload.error.message}`);
  const signal = AbortSignal.timeout(job.timeoutMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`it took longer than ${job.timeoutMs} ms`)), {
      once: true,
    });
  });
  const run = { id: queued.id ?? '', attempt: queued.attemptsMade + 1, signal };
  await Promise.race([job.run(payload.data, context, run), late]);
}
