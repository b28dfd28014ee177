import { defineConfig } from 'vitest/config';
import { summaryReporter } from './test/support/summary-reporter.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**'],
    globalSetup: ['test/support/database-server.ts'],
    reporters: ['default', summaryReporter()],
    pool: 'forks',
    maxWorkers: 2,
    // Real databases, servers and child processes on a small machine that does other things too; what hangs should still fail soon.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
  },
});
