/** The two places where jobs can live, behind the little that the queue needs of them: Redis, and PostgreSQL where there is no Redis. */
import { type Job as BullJob, createPostgresBackend, Queue, Worker } from 'bullmq';

export interface Backend {
  queue: Queue;
  work: (process: (job: BullJob) => Promise<void>, concurrency: number) => Worker;
}

/** A worker that lost its process, or its connection for half a minute, gives its job to another; three times is still bad luck. */
const maxStalledCount = 3;
const defaultJobOptions = {
  removeOnComplete: { age: 24 * 3600, count: 1_000 },
  removeOnFail: { age: 30 * 24 * 3600, count: 5_000 },
};

export function redisBackend(url: string, name: string): Backend {
  const prefix = '{lang-nghe}';
  return {
    // Whoever enqueues would rather hear "no" at once than wait for a Redis that is away.
    queue: new Queue(name, {
      prefix,
      defaultJobOptions,
      connection: { url, maxRetriesPerRequest: 1, connectTimeout: 3_000, commandTimeout: 5_000 },
    }),
    work: (process, concurrency) =>
      // The worker waits for it as long as it takes.
      new Worker(name, process, {
        prefix,
        concurrency,
        maxStalledCount,
        connection: { url, maxRetriesPerRequest: null },
      }),
  };
}

export function postgresBackend(connectionString: string, name: string): Backend {
  const connection = {
    connectionString,
    schema: 'bullmq',
    migrate: true,
    max: 3,
    connectionTimeoutMillis: 5_000,
    application_name: 'lang-nghe jobs',
  };
  // The classes are parameterised by their backend all the way through; whoever uses the queue must not care which one it is.
  return {
    queue: new Queue(name, { defaultJobOptions, connection }, createPostgresBackend) as unknown as Queue,
    work: (process, concurrency) =>
      new Worker(
        name,
        process,
        { concurrency, maxStalledCount, connection },
        createPostgresBackend,
      ) as unknown as Worker,
  };
}
