/** The built program as a process of its own on an empty data folder, as a newcomer starts it; and a browser to look at it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  url: string;
  /** What it wrote so far. */
  output: () => string;
  login: () => { email: string; password: string };
  /** SIGTERM; resolves with the exit code. */
  stop: () => Promise<number | null>;
  dataDir: string;
}

export async function startProgram(dataDir = mkdtempSync(join(tmpdir(), 'lang-nghe-e2e-'))): Promise<Program> {
  const port = await freePort();
  const { DATABASE_URL: _, NODE_ENV: __, ...environment } = process.env;
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: { ...environment, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await started(child, () => output);
  return {
    url: `http://localhost:${port}`,
    output: () => output,
    login: () => loginIn(output),
    stop: () => stop(child),
    dataDir,
  };
}

export const forget = (program: Program): void => rmSync(program.dataDir, { recursive: true, force: true });

function started(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => output().includes('Ctrl-C') && resolve());
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}:\n${output()}`)));
  });
}

function stop(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit').once('exit', resolve);
    child.kill('SIGTERM');
  });
}

function loginIn(output: string): { email: string; password: string } {
  const [, email = '', password = ''] = /^\s+(\S+@\S+)\s+(\S+)$/m.exec(output) ?? [];
  return { email, password };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Flags without which a browser run by root on a closed network does not start, or spends its time looking for Google. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
