import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadJobs } from '../../../bot/jobs/registry.js';

const zod = fileURLToPath(import.meta.resolve('zod'));

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const jobText = (fields: string, schema = 'z.object({})') => `import { z } from ${JSON.stringify(zod)};
export const job = { schema: ${schema}, timeoutMs: 1_000, attempts: 1, run: () => undefined, ${fields} };`;

describe('jobs are files', () => {
  it('one more file is one more job, in whichever folder', async () => {
    const jobs = folderWith({ 'send-reminder.ts': jobText(`name: 'send-reminder'`), 'README.md': 'what belongs here' });
    const crons = folderWith({
      'nightly.js': jobText(`name: 'nightly', cron: '0 2 * * *'`),
      'nightly.js.map': '{}',
      'nightly.d.ts': '',
    });
    expect((await loadJobs([jobs, crons])).map((job) => job.name).toSorted()).toEqual(['nightly', 'send-reminder']);
  });

  it("the program's own all load", async () => {
    await expect(loadJobs()).resolves.toBeInstanceOf(Array);
  });

  const wrong = [
    {
      label: "a name that is not the file's",
      files: { 'a.js': jobText(`name: 'b'`) },
      says: /named "b", its file "a"/,
    },
    { label: 'no job in it', files: { 'a.js': 'export const x = 1;' }, says: /exports no job/ },
    {
      label: 'two timetables',
      files: { 'a.js': jobText(`name: 'a', everyMs: 1, cron: '* * * * *'`) },
      says: /keep one/,
    },
    {
      label: 'a timetable and a payload',
      files: { 'a.js': jobText(`name: 'a', everyMs: 1`, 'z.object({ id: z.number() })') },
      says: /accept \{\}/,
    },
    { label: 'no attempt', files: { 'a.js': jobText(`name: 'a', attempts: 0`) }, says: /attempts must be at least 1/ },
    {
      label: 'two of one name',
      files: { 'a.js': jobText(`name: 'a'`), 'a.mjs': jobText(`name: 'a'`) },
      says: /two jobs named "a"/,
    },
  ];
  it.each(wrong)('refuses $label', async ({ files, says }) => {
    await expect(loadJobs([folderWith(files)])).rejects.toThrow(says);
  });
});
