/**
 * Prisma's schema engine as WebAssembly, for developers only: it writes the next migration without downloading the native binary.
 * The package's own entry needs a bundler, so its two halves are joined by hand here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';

const schemaFolder = fileURLToPath(new URL('schema', import.meta.url));
const wasmFile = createRequire(import.meta.url)
  .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  .replace(/\.js$/, '.wasm');

/** The whole schema as one text, files in order of their names. */
export function readSchema(folder = schemaFolder): string {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.prisma'))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** Node has it, but its type stands in the browser's library, which this code must not see. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
};

/**
 * The engine wants a database even to compare two texts, asks it once who it is, and never comes back: this answers for one.
 */
const noDatabase: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'none',
  connect: async () => noConnection,
  connectToShadowDb: async () => noConnection,
};
const noConnection: SqlDriverAdapter = {
  provider: 'postgres',
  adapterName: 'none',
  queryRaw: async () => ({
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 15', 150_000]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => undefined,
  dispose: async () => undefined,
  startTransaction: () => Promise.reject(new Error('comparing schemas needs no transaction')),
};

/** Once per process: the package keeps views of one memory only. */
let started: Promise<void> | undefined;

async function startModule(): Promise<void> {
  const { instance } = await WebAssembly.instantiate(readFileSync(wasmFile), { './schema_engine_bg.js': engineModule });
  engineModule.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

async function startEngine(): Promise<engineModule.SchemaEngine> {
  started ??= startModule();
  await started;
  const adapter = bindMigrationAwareSqlAdapterFactory(noDatabase);
  return engineModule.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
}

/** The SQL that leads from one schema to another; null when nothing has changed. */
export async function diffSchemas(from: string | null, to: string): Promise<string | null> {
  const engine = await startEngine();
  const { exitCode, stdout } = await engine.diff({
    from:
      from === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: from }] },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: to }] },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  return exitCode === 0 ? null : stdout;
}
