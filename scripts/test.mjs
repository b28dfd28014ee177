/** `npm test [-- <vitest arguments>]`: makes the clone ready, then runs the tests on the embedded database (or on DATABASE_URL). */
import { spawnSync } from 'node:child_process';
import { install, root } from './install.mjs';
import { commandFile } from './with-install.mjs';

install();
const args = [commandFile('vitest'), 'run', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
