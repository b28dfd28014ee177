import { defineConfig } from 'vitest/config';
import { summaryReporter } from '../support/summary-reporter.js';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/support/database-server.ts'],
    reporters: ['default', summaryReporter()],
    pool: 'forks',
    // One browser and one program at a time: two cores are busy enough with that.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 30_000,
  },
});
