/** `npm test [-- <vitest arguments>]`: makes the clone ready, then runs the tests on the embedded database (or on DATABASE_URL). */
import { install } from './install.mjs';
import { become, commandFile } from './with-install.mjs';

install();
await become(commandFile('vitest'), ['run', ...process.argv.slice(2)]);
