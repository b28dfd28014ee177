/**
 * `npm start [-- --role api|worker]`: makes the clone ready, builds if something has changed, and becomes the program: the same process,
 * so that signals and exit codes are its own.
 */
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './install.mjs';
import { become } from './with-install.mjs';

build();
process.setSourceMapsEnabled(true);
await become(join(root, 'dist/main.js'), process.argv.slice(2));
