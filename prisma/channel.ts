/** Channels: the Official Accounts and Pages that we serve, their secrets sealed. */
import type { PrismaTransaction } from './client.js';
import type { Channel, Prisma } from './generated/client.js';
import type { Sealer } from './seal.js';
import type { StoredPair } from './token.js';

export type { Channel };

/** A connected channel with its secrets open; has the shape of `Account` in bot/channels/contract.ts. */
export interface AccountRow {
  id: number;
  platform: string;
  accountId: string;
  secrets: unknown;
  settings: unknown;
  /** Messages per second; null = the channel's default. */
  ratePerSecond: number | null;
  /** Nothing is sent for it until a person has looked; what people write to it is heard and kept all the same. */
  stopped: boolean;
}

export interface Connection {
  platform: string;
  accountId: string;
  name: string;
  secrets: unknown;
  settings: unknown;
  ratePerSecond?: number | null;
  agencyId?: string | null;
  /** Only for channels with rotating tokens. Left out, the pair that we hold stays. */
  tokens?: StoredPair;
}

export const accountOf = (sealer: Sealer, channel: Channel): AccountRow => ({
  id: channel.id,
  platform: channel.platform,
  accountId: channel.accountId,
  secrets: JSON.parse(sealer.open(channel.secretsSealed)),
  settings: channel.settings,
  ratePerSecond: channel.ratePerSecond,
  stopped: channel.state === 'stopped',
});

/**
 * All but the disconnected ones, secrets opened: keep the result out of logs. Settings are as an administrator gave them; what was left
 * out is for the channel's `settings` schema to fill in.
 */
export async function loadAccounts({ prisma }: { prisma: PrismaTransaction }, sealer: Sealer): Promise<AccountRow[]> {
  const rows = await prisma.channel.findMany({ where: { state: { not: 'disconnected' } }, orderBy: { id: 'asc' } });
  return rows.map((row) => accountOf(sealer, row));
}

/** Connects an account, or connects it anew with other secrets: its id stays, so its contacts stay who they are. */
export async function connectChannel(tx: PrismaTransaction, sealer: Sealer, given: Connection): Promise<Channel> {
  const data = {
    name: given.name,
    state: 'connected',
    stateReason: null,
    secretsSealed: bytes(sealer.seal(JSON.stringify(given.secrets))),
    settings: (given.settings ?? {}) as Prisma.InputJsonValue,
    ...(given.ratePerSecond !== undefined && { ratePerSecond: given.ratePerSecond }),
    ...(given.agencyId !== undefined && { agencyId: given.agencyId }),
  };
  const { platform, accountId } = given;
  const channel = await tx.channel.upsert({
    where: { platform_accountId: { platform, accountId } },
    create: { platform, accountId, ...data },
    update: data,
  });
  if (given.tokens) await replacePair(tx, sealer, channel.id, given.tokens);
  await tellEverybody(tx);
  return channel;
}

/** A pair given by a person: whatever we held before is void, and so is what the platform said about it. */
async function replacePair(tx: PrismaTransaction, sealer: Sealer, channelId: number, pair: StoredPair): Promise<void> {
  const row = {
    pairSealed: bytes(sealer.seal(JSON.stringify(pair))),
    previousSealed: null,
    issuedAt: new Date(pair.issuedAt),
    expiresAt: new Date(pair.expiresAt),
    deadReason: null,
  };
  await tx.channelToken.upsert({ where: { channelId }, create: { channelId, ...row }, update: row });
}

export const findChannel = (tx: PrismaTransaction, platform: string, accountId: string): Promise<Channel | null> =>
  tx.channel.findUnique({ where: { platform_accountId: { platform, accountId } } });

export const holdsTokens = async (tx: PrismaTransaction, channelId: number): Promise<boolean> =>
  (await tx.channelToken.count({ where: { channelId, deadReason: null } })) > 0;

/** Stopped by us: `reason` is one of the channel's error codes. A channel that somebody disconnected stays so. */
export async function stopChannel(tx: PrismaTransaction, id: number, reason: string): Promise<void> {
  await tx.channel.updateMany({ where: { id, state: 'connected' }, data: { state: 'stopped', stateReason: reason } });
  await tellEverybody(tx);
}

/** Heard by every process when the transaction commits: they read the channels anew. */
async function tellEverybody(tx: PrismaTransaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('channels', '')`;
}

/** Nothing can be sent or received any more, and the secrets are gone; contacts and answers stay. */
export async function disconnectChannel(tx: PrismaTransaction, sealer: Sealer, id: number): Promise<Channel> {
  await tx.channelToken.deleteMany({ where: { channelId: id } });
  await tellEverybody(tx);
  return tx.channel.update({
    where: { id },
    data: { state: 'disconnected', stateReason: null, secretsSealed: bytes(sealer.seal('null')) },
  });
}

export interface ChannelChange {
  name?: string | undefined;
  settings?: unknown;
  ratePerSecond?: number | null | undefined;
  agencyId?: string | null | undefined;
  /** Takes up a stopped channel again, with the secrets it has. */
  state?: 'connected' | undefined;
}

export async function changeChannel(tx: PrismaTransaction, id: number, change: ChannelChange): Promise<Channel> {
  const data: Prisma.ChannelUncheckedUpdateInput = {};
  if (change.name !== undefined) data.name = change.name;
  if (change.settings !== undefined) data.settings = change.settings as Prisma.InputJsonValue;
  if (change.ratePerSecond !== undefined) data.ratePerSecond = change.ratePerSecond;
  if (change.agencyId !== undefined) data.agencyId = change.agencyId;
  if (change.state !== undefined) Object.assign(data, { state: change.state, stateReason: null });
  await tellEverybody(tx);
  return tx.channel.update({ where: { id }, data });
}

const withToken = { token: { select: { expiresAt: true, deadReason: true } } } satisfies Prisma.ChannelInclude;
export type ChannelWithToken = Prisma.ChannelGetPayload<{ include: typeof withToken }>;

/** In order of ids. `within`: only those of these agencies; null = all. */
export function listChannels(
  prisma: PrismaTransaction,
  filter: { platform?: string | undefined; state?: string | undefined; within: string[] | null },
  limit: number,
  after?: number,
): Promise<ChannelWithToken[]> {
  const { platform, state, within } = filter;
  return prisma.channel.findMany({
    where: {
      ...(platform && { platform }),
      ...(state && { state }),
      ...(within && { agencyId: { in: within } }),
      ...(after !== undefined && { id: { gt: after } }),
    },
    orderBy: { id: 'asc' },
    take: limit,
    include: withToken,
  });
}

export const readChannel = (
  prisma: PrismaTransaction,
  id: number,
  within: string[] | null,
): Promise<ChannelWithToken | null> =>
  prisma.channel.findFirst({ where: { id, ...(within && { agencyId: { in: within } }) }, include: withToken });

/** Prisma asks for a Uint8Array on a plain ArrayBuffer, which a Buffer from the pool is not. */
const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);
