/**
 * Brings a database to the schema of this code: the files of `migrations/`, in order of their names, each once.
 *
 * Prisma's engine writes the files and its table `_prisma_migrations` keeps the record, so Prisma's tools can read it; but they are
 * applied here, because the engine keeps its record outside the migration's transaction: a crash in between leaves a migration nobody
 * knows the state of. Here both commit together, so a killed start leaves nothing to repair, and nothing is loaded or downloaded.
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The database cannot be used by this code; the message says what to do about it. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}
interface Row {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));
/** PostgreSQL 15 is the oldest we test the promises on; older ones also leave support in November 2026 (postgresql.org/support/versioning). */
const oldestVersion = 15;
/** Any number that no other program on this database uses: "lang" in ASCII. */
const lockKey = 0x6c616e67;

/** Prisma's own definition of its table, so that `prisma migrate status` reads ours. */
const createRecord = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL,
  logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`;

export function readMigrations(folder = migrationsFolder): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

export async function migrate(connectionString: string, folder?: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({
    connectionString,
    application_name: 'lang-nghe migrate',
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks between two statements is told by the next statement; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await refuseOldServer(client);
    // Several processes start at once: one applies, the others wait here and find nothing left to do.
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    return { applied: await applyPending(client, readMigrations(folder)) };
  } finally {
    await client.end();
  }
}

/** Whether every migration of this code stands in the database, for `/readyz`. Takes no lock. */
export async function pendingMigrations(query: pg.Pool | pg.Client, folder?: string): Promise<string[]> {
  const known = new Set((await readRecord(query)).map((row) => row.migration_name));
  return readMigrations(folder)
    .map((migration) => migration.name)
    .filter((name) => !known.has(name));
}

async function applyPending(client: pg.Client, migrations: Migration[]): Promise<string[]> {
  const record = await readRecord(client);
  refuseForeignRecord(record, migrations);
  const known = new Set(record.map((row) => row.migration_name));
  const pending = migrations.filter((migration) => !known.has(migration.name));
  if (pending.length === 0) return [];
  await client.query(createRecord);
  for (const migration of pending) await applyOne(client, migration);
  // Until a table has been analysed the planner guesses, and on the inbox its guess costs ten times the right plan.
  await client.query('ANALYZE');
  return pending.map((migration) => migration.name);
}

async function applyOne(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(
      `Migration ${name} failed and was undone (${reason}): nothing has changed in the database. Mend the cause and start again.`,
      { cause: error },
    );
  }
}

async function readRecord(query: pg.Pool | pg.Client): Promise<Row[]> {
  const { rows: tables } = await query.query<{ there: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
  );
  if (!tables[0]?.there) return [];
  const { rows } = await query.query<Row>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at',
  );
  return rows.filter((row) => row.rolled_back_at === null);
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  const version = rows[0]?.server_version ?? 'unknown';
  if (Number.parseInt(version, 10) >= oldestVersion) return;
  throw new MigrationError(
    `The database is PostgreSQL ${version}, but ${oldestVersion} or newer is needed: upgrade it, or point DATABASE_URL at a newer one.`,
  );
}

function refuseForeignRecord(record: Row[], migrations: Migration[]): void {
  const ours = new Map(migrations.map((migration) => [migration.name, migration]));
  const unfinished = record.find((row) => row.finished_at === null);
  if (unfinished)
    throw new MigrationError(
      `Migration ${unfinished.migration_name} was begun by another tool and never finished: restore the database from its last backup, or finish that migration by hand and mark it with "prisma migrate resolve".`,
    );
  const unknown = record.filter((row) => !ours.has(row.migration_name)).map((row) => row.migration_name);
  if (unknown.length > 0)
    throw new MigrationError(
      `The database is newer than this program (it knows ${unknown.join(', ')}): start the newer version, or restore a backup made before the upgrade.`,
    );
  const edited = record.find((row) => ours.get(row.migration_name)?.checksum !== row.checksum);
  if (edited)
    throw new MigrationError(
      `Migration ${edited.migration_name} was changed after it had been applied: put its file back as it was and write a further migration (npm run migration -- <name>).`,
    );
}
