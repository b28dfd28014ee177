/**
 * The accounts of the sandbox: made up once per data folder, so that nobody who knows this code can sign a webhook for somebody's
 * sandbox, and kept, so that a conversation goes on after a restart.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const words = z.string().min(1);
const schema = z.object({
  zalo: z.object({
    appId: words,
    appSecret: words,
    oaId: words,
    oaSecretKey: words,
    accessToken: words,
    refreshToken: words,
  }),
  messenger: z.object({ appId: words, appSecret: words, verifyToken: words, pageId: words, pageToken: words }),
});
export type SandboxAccounts = z.infer<typeof schema>;

const fileOf = (dataDir: string): string => join(dataDir, 'sandbox-accounts.json');
/** What the fakes remember: people, chats, rotated tokens. */
export const stateFileOf = (dataDir: string): string => join(dataDir, 'sandbox-state.json');

/** The kept accounts, or new ones. */
export function sandboxAccounts(dataDir: string): SandboxAccounts {
  const file = fileOf(dataDir);
  if (existsSync(file)) {
    const kept = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (kept.success) return kept.data;
  }
  return renewSandboxAccounts(dataDir);
}

/** New accounts, and what the fakes remember of the old ones goes: for a database that does not know them. */
export function renewSandboxAccounts(dataDir: string): SandboxAccounts {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  rmSync(stateFileOf(dataDir), { force: true });
  const accounts = makeUp();
  writeFileSync(fileOf(dataDir), `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  return accounts;
}

const secret = (): string => randomBytes(24).toString('base64url');
/** Longer than 2^53, as the platforms' are. */
const id = (): string => `${BigInt(`0x${randomBytes(7).toString('hex')}`) + 1_000_000_000_000_000_000n}`;

const makeUp = (): SandboxAccounts => ({
  zalo: {
    appId: id(),
    appSecret: secret(),
    oaId: id(),
    oaSecretKey: secret(),
    accessToken: secret(),
    refreshToken: secret(),
  },
  messenger: { appId: id(), appSecret: secret(), verifyToken: secret(), pageId: id(), pageToken: secret() },
});
