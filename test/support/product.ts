/** The product as operators run it: a process of its own, started from the sources, told everything by variables. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { messengerAccount, zaloAccount } from './accounts.js';
import { until } from './until.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const running = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface Product {
  /** Where it listens, as it said. */
  address: string;
  /** Everything it has written so far. */
  output: () => string;
  /** Ends it at once, as `kill -9` does. */
  kill: () => Promise<void>;
  /** Asks it to stop and says how it ended. */
  stop: () => Promise<number | null>;
}

export type Variables = Record<string, string>;

/** Runs main.ts until it ends, for starts that are expected to fail. */
export async function runToEnd(
  variables: Variables,
  args: string[] = [],
): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(variables, args);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output: output() };
}

/** Starts main.ts and waits until it serves. */
export async function startProduct(variables: Variables, args: string[] = []): Promise<Product> {
  const { child, output } = launch(variables, args);
  const address = await until(
    'it serves',
    () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${output()}`);
      return /(http:\/\/\S+)\/readyz/.exec(output())?.[1];
    },
    { patienceMs: 60_000, everyMs: 20 },
  );
  const ended = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const exit = once(child, 'exit') as Promise<[number | null]>;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    child.kill(signal);
    return (await exit)[0];
  };
  return { address, output, kill: async () => void (await ended('SIGKILL')), stop: () => ended('SIGTERM') };
}

function launch(variables: Variables, args: string[]) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', 'main.ts', ...args], {
    cwd: root,
    env: { PATH, HOME, LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { child, output: () => Buffer.concat(chunks).toString() };
}

/** Connected to a database and to the sandbox at this address, as production is to the platforms. */
export function productionLike(databaseUrl: string, sandboxUrl: string): Variables {
  const fakes = `${sandboxUrl}/fakes`;
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    ADMIN_PASSWORD: 'a-password-for-tests',
    PORT: '0',
    SANDBOX: 'off',
    MESSENGER_APP_SECRET: messengerAccount.appSecret,
    MESSENGER_VERIFY_TOKEN: messengerAccount.verifyToken,
    MESSENGER_PAGE_ID: messengerAccount.pageId,
    MESSENGER_PAGE_TOKEN: messengerAccount.pageToken,
    MESSENGER_GRAPH_URL: `${fakes}/graph/v26.0`,
    ZALO_APP_ID: zaloAccount.appId,
    ZALO_APP_SECRET: zaloAccount.appSecret,
    ZALO_OA_ID: zaloAccount.oaId,
    ZALO_OA_SECRET_KEY: zaloAccount.oaSecretKey,
    ZALO_ACCESS_TOKEN: zaloAccount.accessToken,
    ZALO_REFRESH_TOKEN: zaloAccount.refreshToken,
    ZALO_OPENAPI_URL: `${fakes}/zalo`,
    ZALO_BUSINESS_URL: `${fakes}/zalo-business`,
    ZALO_OAUTH_URL: `${fakes}/zalo-oauth`,
  };
}
