/**
 * `npm run build`: compiles to `dist/` and lays everything that is not code beside it, where `import.meta.url` finds it. Types are not
 * checked here (`npm run check` does), so it takes a second; when nothing has changed it takes none.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, root } from './install.mjs';

const config = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
const folders = config.include.filter(
  (name) => name !== 'test' && !name.endsWith('.ts') && existsSync(join(root, name)),
);
const notAssets = new Set(['.ts', '.tsx', '.mts', '.prisma', '.md']);
const dist = join(root, 'dist');
const stampFile = join(dist, '.sources-sha256');

const filesBelow = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );

/** Names, sizes and times of everything that goes in: reading a thousand files' contents would take longer than compiling them. */
const fingerprint = (files) => {
  const hash = createHash('sha256');
  const inputs = ['main.ts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json', ...files];
  for (const file of inputs.filter((name) => existsSync(join(root, name)))) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

const compile = (outDir) => {
  const compiler = join(root, 'node_modules/typescript-7/bin/tsc');
  const args = [compiler, '--project', 'tsconfig.build.json', '--outDir', outDir, '--noCheck'];
  if (spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] }).status === 0) return;
  rmSync(outDir, { recursive: true, force: true });
  console.error('The code does not compile. "npm run check" says more.');
  process.exit(1);
};

/** Built beside and renamed, so that a build that was cut short is never started. */
export const build = () => {
  install();
  const files = folders.flatMap(filesBelow).sort();
  const stamp = fingerprint(files);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const fresh = `${dist}.new-${process.pid}`;
  compile(fresh);
  for (const file of files.filter((name) => !notAssets.has(extname(name)))) {
    mkdirSync(dirname(join(fresh, file)), { recursive: true });
    cpSync(join(root, file), join(fresh, file));
  }
  writeFileSync(join(fresh, '.sources-sha256'), stamp);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) build();
