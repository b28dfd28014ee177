/** `node scripts/with-install.mjs <command> [arguments]`: makes the clone ready, then runs a command of a package in it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, root } from './install.mjs';

/** The script behind a package's command, so that it runs under this very Node and on every system. */
export const commandFile = (packageName, command = packageName) => {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  const [command, ...args] = process.argv.slice(2);
  const { status } = spawnSync(process.execPath, [commandFile(command), ...args], { cwd: root, stdio: 'inherit' });
  process.exit(status ?? 1);
}
