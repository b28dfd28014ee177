/**
 * The connected accounts, secrets opened, kept in memory: a webhook must know its account without asking the database.
 */
import { loadAccounts } from '../../prisma/channel.js';
import type { Database } from '../../prisma/client.js';
import type { Keys } from '../../prisma/keyring.js';
import type { Account, Channel } from '../channels/contract.js';

export interface ConnectedAccount extends Account {
  /** Messages per second. */
  rate: number;
  /** Heard, but not answered until a person has looked. */
  stopped: boolean;
}

export interface Accounts {
  reload: () => Promise<void>;
  byId: (id: number) => ConnectedAccount | null;
  byName: (platform: string, accountId: string) => ConnectedAccount | null;
  ofPlatform: (platform: string) => ConnectedAccount[];
  all: () => ConnectedAccount[];
}

/** Empty until `reload` was called. An account whose settings do not fit its channel is left out and told. */
export function createAccounts(options: {
  database: Database;
  keys: Keys;
  channels: Map<string, Channel>;
  onUnfit?: (id: number, why: string) => void;
}): Accounts {
  let all: ConnectedAccount[] = [];
  let byId = new Map<number, ConnectedAccount>();
  let byName = new Map<string, ConnectedAccount>();
  let byPlatform = new Map<string, ConnectedAccount[]>();

  const fit = (row: Awaited<ReturnType<typeof loadAccounts>>[number]): ConnectedAccount[] => {
    const channel = options.channels.get(row.platform);
    const secrets = channel?.secrets.safeParse(row.secrets);
    const settings = channel?.settings.safeParse(row.settings ?? {});
    if (!channel || !secrets?.success || !settings?.success) {
      options.onUnfit?.(
        row.id,
        channel ? 'its secrets or settings do not fit the channel' : `no channel "${row.platform}"`,
      );
      return [];
    }
    const { id, platform, accountId, stopped } = row;
    return [
      {
        id,
        platform,
        accountId,
        secrets: secrets.data,
        settings: settings.data,
        rate: row.ratePerSecond ?? rateIn(settings.data) ?? channel.ratePerSecond,
        stopped,
      },
    ];
  };

  return {
    reload: async () => {
      const rows = await loadAccounts(options.database, options.keys.sealer);
      all = rows.flatMap(fit);
      byId = new Map(all.map((account) => [account.id, account]));
      byName = new Map(all.map((account) => [`${account.platform}|${account.accountId}`, account]));
      byPlatform = groupByPlatform(all);
    },
    byId: (id) => byId.get(id) ?? null,
    byName: (platform, accountId) => byName.get(`${platform}|${accountId}`) ?? null,
    ofPlatform: (platform) => byPlatform.get(platform) ?? [],
    all: () => all,
  };
}

/** Channels whose platform grants some accounts less than others have it among their settings. */
const rateIn = (settings: unknown): number | undefined => (settings as { ratePerSecond?: number }).ratePerSecond;

function groupByPlatform(accounts: ConnectedAccount[]): Map<string, ConnectedAccount[]> {
  const groups = new Map<string, ConnectedAccount[]>();
  for (const account of accounts) groups.set(account.platform, [...(groups.get(account.platform) ?? []), account]);
  return groups;
}
