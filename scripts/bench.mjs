/** `npm run bench -- <name> [--json …]`: one bench on the built program. Every file directly in `bench/` is one. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './install.mjs';
import { become } from './with-install.mjs';

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));

if (!names.includes(name)) {
  console.error(
    `${name ? `There is no bench "${name}".` : 'Which bench?'} npm run bench -- <${names.join(' | ')}> [--json]`,
  );
  process.exit(1);
}
build();
process.setSourceMapsEnabled(true);
await become(join(root, 'dist/bench', `${name}.js`), args);
