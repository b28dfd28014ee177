import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrate, pendingMigrations, readMigrations } from '../../prisma/migrate.js';
import { diffSchemas, readSchema } from '../../prisma/schema-engine.js';
import { lastRecordedSchema, writeMigration } from '../../prisma/write-migration.js';
import { testDatabase } from '../support/database.js';

const folderWith = (migrations: Record<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-migrations-'));
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  }
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
};

const emptyDatabase = async () => {
  const url = await testDatabase({ empty: true });
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  afterAll(() => client.end());
  return { url, client };
};

const one = { '20260101000000_one': 'CREATE TABLE one (id int); INSERT INTO one VALUES (1)' };
const two = { ...one, '20260102000000_two': 'ALTER TABLE one ADD COLUMN name text' };

const columnsOf = async (client: pg.Client) =>
  (
    await client.query(
      `SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY table_name, column_name`,
    )
  ).rows;
const indexesOf = async (client: pg.Client) =>
  (
    await client.query<{ indexdef: string }>(
      `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
    )
  ).rows.map((row) => row.indexdef);

describe('the migrations of this code', async () => {
  const { url, client } = await emptyDatabase();
  const wanted = await emptyDatabase();

  it('bring an empty database up to date, and a second start finds nothing to do', async () => {
    const names = readMigrations().map((migration) => migration.name);
    expect((await migrate(url)).applied).toEqual(names);
    expect((await migrate(url)).applied).toEqual([]);
    expect(await pendingMigrations(client)).toEqual([]);
  });

  it('lead to the tables, columns and indexes that the code is compiled against', async () => {
    await wanted.client.query((await diffSchemas(null, readSchema())) ?? '');
    expect(await columnsOf(client)).toEqual(await columnsOf(wanted.client));
    expect(await indexesOf(client)).toEqual(expect.arrayContaining(await indexesOf(wanted.client)));
  });

  it('have recorded the schema they lead to, from which the next one is written', async () => {
    expect(await diffSchemas(lastRecordedSchema(), readSchema())).toBeNull();
  });
});

describe('migrate', async () => {
  const databases = { fresh: await emptyDatabase(), racing: await emptyDatabase(), failing: await emptyDatabase() };
  const newer = await emptyDatabase();
  const edited = await emptyDatabase();
  const unfinished = await emptyDatabase();

  it('applies what is new and keeps the rows', async () => {
    const { url, client } = databases.fresh;
    expect((await migrate(url, folderWith(one))).applied).toEqual(['20260101000000_one']);
    expect(await pendingMigrations(client, folderWith(two))).toEqual(['20260102000000_two']);
    expect((await migrate(url, folderWith(two))).applied).toEqual(['20260102000000_two']);
    expect((await client.query('SELECT id, name FROM one')).rows).toEqual([{ id: 1, name: null }]);
  });

  it('is applied once when many processes start together', async () => {
    const { url, client } = databases.racing;
    const folder = folderWith(two);
    const all = await Promise.all(Array.from({ length: 8 }, () => migrate(url, folder)));
    expect(all.flatMap(({ applied }) => applied).sort()).toEqual(Object.keys(two));
    expect((await client.query('SELECT count(*)::int AS n FROM one')).rows).toEqual([{ n: 1 }]);
  });

  it('undoes a migration that fails half-way, says so, and goes on once it is mended', async () => {
    const { url, client } = databases.failing;
    const broken = { ...one, '20260102000000_two': 'CREATE TABLE half (id int); SELECT 1 / 0' };
    await expect(migrate(url, folderWith(broken))).rejects.toThrow(
      /20260102000000_two failed and was undone \(division by zero\).*start again/,
    );
    expect((await client.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }]);
    expect((await migrate(url, folderWith(two))).applied).toEqual(['20260102000000_two']);
  });

  it('refuses a database that a newer version has migrated', async () => {
    await migrate(newer.url, folderWith(two));
    await expect(migrate(newer.url, folderWith(one))).rejects.toThrow(/newer than this program.*20260102000000_two/);
  });

  it('refuses when an applied file was changed', async () => {
    await migrate(edited.url, folderWith(one));
    const changed = folderWith({ '20260101000000_one': 'CREATE TABLE other (id int)' });
    await expect(migrate(edited.url, changed)).rejects.toThrow(
      /was changed after it had been applied.*write a further migration/,
    );
  });

  it('refuses what another tool began and never finished', async () => {
    await migrate(unfinished.url, folderWith(one));
    await unfinished.client.query('UPDATE _prisma_migrations SET finished_at = NULL');
    await expect(migrate(unfinished.url, folderWith(one))).rejects.toThrow(/never finished.*restore/);
  });
});

describe('npm run migration', () => {
  it('writes the SQL, records the schema it leads to, and writes nothing when nothing has changed', async () => {
    const folder = folderWith({});
    const written = await writeMigration('first', new Date('2026-01-02T03:04:05Z'), folder);
    expect(written).toBe(join(folder, '20260102030405_first'));
    expect(readMigrations(folder)[0]?.sql).toContain('CREATE TABLE');
    expect(await writeMigration('second', new Date('2026-01-03T03:04:05Z'), folder)).toBeNull();
  });
});
