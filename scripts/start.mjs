/**
 * `npm start [-- --role api|worker]`: makes the clone ready, builds if something has changed, and becomes the program: the same process,
 * so that signals and exit codes are its own.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { root } from './install.mjs';

build();
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(root, 'dist/main.js')).href);
