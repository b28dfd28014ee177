/** What jobs are given to work with. */
import type { Database } from '../../prisma/client.js';
import type { Keys } from '../../prisma/keyring.js';
import type { Channel } from '../channels/contract.js';
import type { Accounts } from '../inbox/accounts.js';
import type { Intake } from '../inbox/intake.js';
import type { Tokens } from '../outbox/tokens.js';
import type { Logger } from '../runtime/logger.js';

export interface JobContext {
  database: Database;
  keys: Keys;
  channels: Map<string, Channel>;
  accounts: Accounts;
  tokens: Tokens;
  intake: Intake;
  clock: { now: () => number };
  logger: Logger;
}
