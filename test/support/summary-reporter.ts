import type { Reporter, TestModule } from 'vitest/node';

/** Ends every run with one line that a script can add up: `N passed, N failed`. What could not even be loaded counts as failed. */
export function summaryReporter(): Reporter {
  return {
    onTestRunEnd(modules, unhandledErrors) {
      const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
      const count = (wanted: string) => states.filter((state) => state === wanted).length;
      const broken = modules.filter(failedOutsideTests).length + unhandledErrors.length;
      const skipped = count('skipped') + count('pending');
      if (skipped > 0) console.log(`${skipped} skipped`);
      console.log(`${count('passed')} passed, ${count('failed') + broken} failed`);
    },
  };
}

const failedOutsideTests = (module: TestModule): boolean =>
  !module.ok() && ![...module.children.allTests('failed')].length;
