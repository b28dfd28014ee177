/** Lắng Nghe: reads the settings, brings everything up, says where it is, and serves until it is told to stop. */
import { readConfig } from './bot/runtime/config.js';
import { StartError } from './bot/runtime/errors.js';
import { createLogger } from './bot/runtime/logger.js';
import { describeStart } from './start/screen.js';
import { serve } from './start/serve.js';

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger({ level: config.logLevel });
  const running = await serve(config, logger);
  process.stdout.write(describeStart(config, running));
}

main().catch((error: unknown) => {
  // A person can mend it: one sentence. Otherwise the whole truth, for whoever looks after the code.
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
});
