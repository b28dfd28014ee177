/** `node scripts/with-install.mjs <command> [arguments]`: makes the clone ready, then becomes that command of a package. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { install, root } from './install.mjs';

/** The script behind a package's command, so that it runs under this very Node and on every system. */
export const commandFile = (packageName, command = packageName) => {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
};

/** Goes on as another program in this same process: signals reach it and its exit code is ours. */
export const become = (file, args) => {
  process.argv = [process.execPath, file, ...args];
  return import(pathToFileURL(file).href);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  const [command, ...args] = process.argv.slice(2);
  await become(commandFile(command), args);
}
