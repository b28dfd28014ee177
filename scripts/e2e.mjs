/** `npm run e2e [-- <vitest arguments>]`: a real browser on the built program. Needs Chromium (`CHROMIUM_PATH`). */
import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { become, commandFile } from './with-install.mjs';

const chromium = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
if (!existsSync(chromium)) {
  console.error(
    `There is no browser at ${chromium}: install Chromium (Debian: apt-get install -y chromium), or set CHROMIUM_PATH.`,
  );
  process.exit(1);
}
build();
process.env.CHROMIUM_PATH = chromium;
await become(commandFile('vitest'), ['run', '--config', 'test/e2e/vitest.config.ts', ...process.argv.slice(2)]);
