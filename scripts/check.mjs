/** `npm run check`: types, lint and format, who may import whom, dead code; side by side, everything that is wrong at once. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install, root } from './install.mjs';
import { commandFile } from './with-install.mjs';

install();

const checks = {
  types: [join(root, 'node_modules/typescript-7/bin/tsc'), '--project', '.'],
  'lint and format': [commandFile('@biomejs/biome', 'biome'), 'ci', '--colors=off', '--max-diagnostics=50', '.'],
  'who imports whom': [commandFile('vitest'), 'run', 'test/architecture.test.ts'],
  'dead code': [commandFile('knip'), '--no-progress'],
};

const check = (name, args) =>
  new Promise((resolve) => {
    const began = Date.now();
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        output += chunk;
      });
    child.on('close', (status) => resolve({ name, ok: status === 0, output, seconds: (Date.now() - began) / 1000 }));
  });

const results = await Promise.all(Object.entries(checks).map(([name, args]) => check(name, args)));
for (const { output } of results.filter((result) => !result.ok)) console.log(output.trim(), '\n');
for (const { name, ok, seconds } of results) console.log(`${ok ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`);
process.exit(results.every((result) => result.ok) ? 0 : 1);
