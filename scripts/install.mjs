/**
 * Makes a clone ready to run: packages as the lock names them, and the Prisma client made from the schema. Needs no package itself.
 * It stands inside every script because npm's own pre-scripts are switched off together with the packages' (`.npmrc`).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** npm writes the hidden lock last, so an install that was cut short has none and is done again. */
export const packagesMatchLock = (lock, installed) =>
  installed !== undefined &&
  Object.entries(lock.packages).every(
    ([path, wanted]) =>
      path === '' ||
      installed.packages[path]?.version === wanted.version ||
      (wanted.optional && !installed.packages[path]),
  );

const run = (command, args, env = {}) => {
  // stdout belongs to the command that was asked for (a bench prints JSON there); what an install says goes to stderr.
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    env: { ...process.env, ...env },
  });
  if (done.status !== 0) {
    console.error(
      `${command} ${args.join(' ')} did not succeed. Read what it says above, then run the same command again.`,
    );
    process.exit(1);
  }
};

const installPackages = () => {
  const lock = readJson(join(root, 'package-lock.json'));
  if (packagesMatchLock(lock, readJson(join(root, 'node_modules/.package-lock.json')))) return;
  console.error('Installing packages (once, about a minute) …');
  // Said aloud because NODE_ENV=production or a personal npmrc would leave out the compiler or the database's binaries.
  run('npm', ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
};

const fingerprintOfSchema = () => {
  const folder = join(root, 'prisma/schema');
  const hash = createHash('sha256').update(readFileSync(join(root, 'node_modules/prisma/package.json')));
  for (const file of readdirSync(folder).sort()) hash.update(file).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
};

const generateClient = () => {
  if (!existsSync(join(root, 'prisma/schema'))) return;
  const stamp = join(root, 'prisma/generated/.schema-sha256');
  const fingerprint = fingerprintOfSchema();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  // Generating needs no engine, yet Prisma 7 downloads one unless told that there is one: any existing absolute path will do.
  run(process.execPath, ['node_modules/prisma/build/index.js', 'generate', '--schema', 'prisma/schema'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  });
  writeFileSync(stamp, fingerprint);
};

export const install = () => {
  installPackages();
  generateClient();
};

if (process.argv[1] === fileURLToPath(import.meta.url)) install();
