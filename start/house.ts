import type { Channel } from '../bot/channels/contract.js';
import type { MovableClock } from '../bot/runtime/clock.js';
import type { Config } from '../bot/runtime/config.js';
import type { Logger } from '../bot/runtime/logger.js';
import type { Metrics } from '../bot/runtime/metrics.js';
import type { Shutdown } from '../bot/runtime/shutdown.js';
import type { ChannelLimits, Flow } from '../flows/contract.js';
import type { loadNodeTypes } from '../flows/registry.js';
import type { Words } from '../locales/index.js';
import type { Database } from '../prisma/client.js';
import type { Keys } from '../prisma/keyring.js';

/** Everything that the parts share. */
export interface House {
  config: Config;
  logger: Logger;
  metrics: Metrics;
  shutdown: Shutdown;
  clock: MovableClock;
  database: Database;
  keys: Keys;
  words: Words;
  channels: Map<string, Channel>;
  nodeTypes: Awaited<ReturnType<typeof loadNodeTypes>>;
  dialogs: Map<string, Flow>;
  limits: ChannelLimits[];
}
