/**
 * `npm run migration -- <name>`: writes the SQL that leads from the schema of the last migration to the one in `schema/`.
 * Each migration keeps the schema it leads to, so no database is needed to know where we stand. Read the SQL before you commit it:
 * partitions, exclusion constraints and data moves are added by hand.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrations } from './migrate.js';
import { diffSchemas, readSchema } from './schema-engine.js';

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

export function lastRecordedSchema(folder = migrationsFolder): string | null {
  const last = existsSync(folder) ? readMigrations(folder).at(-1) : undefined;
  return last ? readFileSync(join(folder, last.name, 'schema.prisma'), 'utf8') : null;
}

/** Returns the new migration's folder, or null when the schema has not changed. */
export async function writeMigration(name: string, now: Date, folder = migrationsFolder): Promise<string | null> {
  const schema = readSchema();
  const sql = await diffSchemas(lastRecordedSchema(folder), schema);
  if (sql === null) return null;
  const timestamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const target = join(folder, `${timestamp}_${name}`);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'migration.sql'), sql);
  writeFileSync(join(target, 'schema.prisma'), schema);
  return target;
}

async function main(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
    console.error('Name the migration for what it brings, in snake_case: npm run migration -- add_campaigns');
    process.exitCode = 1;
    return;
  }
  const target = await writeMigration(name, new Date());
  console.log(
    target
      ? `Written: ${relative(process.cwd(), join(target, 'migration.sql'))}. Read it before you commit it.`
      : 'The schema has not changed: nothing to write.',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv[2]);
