import type { z } from 'zod';

/**
 * Work that is coarse or timed: reminders, deadlines, chunks of a campaign, exports, token refresh. Nothing of it is the only copy of
 * anything: the payload holds ids, PostgreSQL holds the rest, and a job that runs twice must do no harm.
 */
export interface Job<Payload, Context> extends JobKind<Payload> {
  /** Runs again and again; at most one of the two. Such a job takes no payload. */
  everyMs?: number;
  /** In Vietnam's time, e.g. "0 7 * * 1-5": seven o'clock on weekdays. */
  cron?: string;
  timeoutMs: number;
  run(payload: Payload, context: Context, run: JobRun): Promise<void> | void;
}

/** What one needs to know to enqueue it. */
export interface JobKind<Payload> {
  /** Also the name of its file. */
  name: string;
  schema: z.ZodType<Payload>;
  /** How often it is tried in all. */
  attempts: number;
  /** The first pause between two tries, in the mean; each further one is twice as long. Default 2 s. */
  backoffMs?: number;
}

export interface JobRun {
  id: string;
  /** 1 for the first. */
  attempt: number;
  /** Aborted when the time is up. */
  signal: AbortSignal;
}

/** A job whose payload and context nobody needs to know: what a list of all jobs holds. */
export type AnyJob<Context> = Job<unknown, Context>;

export function defineJob<Payload, Context>(job: Job<Payload, Context>): Job<Payload, Context> {
  return job;
}
