/**
 * The jobs are the files of `bot/jobs` and `bot/crons`: adding one adds a file that exports `job`, and edits nothing. What is wrong with
 * one is found at start, not at three in the morning.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StartError } from '../runtime/errors.js';
import type { AnyJob } from '../runtime/job.js';

export { defineJob } from '../runtime/job.js';

const here = fileURLToPath(new URL('.', import.meta.url));
export const jobFolders = [here, join(here, '../crons')];

/** Beside the jobs: this file, and what they are given. */
const notJobs = new Set(['registry', 'context']);

export async function loadJobs<Context>(folders = jobFolders): Promise<AnyJob<Context>[]> {
  const files = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
  const jobs = new Map<string, AnyJob<Context>>();
  for (const file of files.filter(isJobFile).sort()) {
    const job = await loadJob<Context>(file);
    if (jobs.has(job.name))
      throw new StartError(`There are two jobs named "${job.name}", one of them in ${file}: rename one.`);
    jobs.set(job.name, job);
  }
  return [...jobs.values()];
}

const nameOf = (file: string) => basename(file).replace(/\.[cm]?[jt]s$/, '');
const isJobFile = (file: string) => /(?<!\.d)\.[cm]?[jt]s$/.test(file) && !notJobs.has(nameOf(file));

async function loadJob<Context>(file: string): Promise<AnyJob<Context>> {
  const { job } = (await import(pathToFileURL(file).href)) as { job?: AnyJob<Context> };
  if (!job) throw new StartError(`${file} exports no job: write "export const job = defineJob({ … })".`);
  const problem = findProblem(job, nameOf(file));
  if (problem) throw new StartError(`${file}: ${problem}.`);
  return job;
}

function findProblem<Context>(job: AnyJob<Context>, fileName: string): string | undefined {
  if (job.name !== fileName) return `the job is named "${job.name}", its file "${fileName}": give both the same name`;
  if (job.everyMs && job.cron) return 'it has everyMs and cron: keep one';
  if ((job.everyMs || job.cron) && !job.schema.safeParse({}).success)
    return 'it runs by itself, so nobody gives it a payload: let its schema accept {}';
  if (!(job.attempts >= 1) || !(job.timeoutMs > 0)) return 'attempts must be at least 1 and timeoutMs more than 0';
  return undefined;
}
