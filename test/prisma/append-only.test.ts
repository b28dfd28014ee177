import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../prisma/client.js';
import { testDatabase } from '../support/database.js';

const { pool, prisma, close } = openDatabase(await testDatabase());
afterAll(close);
await pool.query(`INSERT INTO audit (action, subject) VALUES ('survey.published', 'survey:market')`);
await pool.query(
  `INSERT INTO consent (contact_id, purpose, given, text_version, at) VALUES (gen_random_uuid(), 'participation', true, 'v', now())`,
);

describe.each(['audit', 'consent'])('%s', (table) => {
  const rows = async () => (await pool.query(`SELECT * FROM ${table}`)).rows;

  it.each([
    ['UPDATE', `UPDATE ${table} SET id = id + 1`],
    ['UPDATE', `INSERT INTO ${table} SELECT * FROM ${table} ON CONFLICT (id) DO UPDATE SET id = excluded.id + 1`],
    ['UPDATE', `UPDATE ${table} SET id = id + 1 WHERE false`],
    ['DELETE', `DELETE FROM ${table}`],
    ['TRUNCATE', `TRUNCATE ${table}`],
    ['TRUNCATE', `TRUNCATE channel, ${table} CASCADE`],
  ])('refuses %s, and says so: %s', async (deed, statement) => {
    const before = await rows();
    await expect(pool.query(statement)).rejects.toMatchObject({
      message: `table "${table}" is append-only: ${deed} is refused`,
      hint: 'Add a further row that says what is so now.',
    });
    expect(await rows()).toEqual(before);
  });

  it('takes further rows', async () => {
    await pool.query(
      table === 'audit'
        ? `INSERT INTO audit (action, subject) VALUES ('survey.retired', 'survey:market')`
        : `INSERT INTO consent (contact_id, purpose, given, text_version, at)
           SELECT contact_id, purpose, false, text_version, now() FROM consent`,
    );
    expect(await rows()).toHaveLength(2);
  });
});

it('holds for the model calls too', async () => {
  await expect(prisma.audit.deleteMany()).rejects.toThrow('append-only');
  await expect(prisma.consent.updateMany({ data: { given: true } })).rejects.toThrow('append-only');
});
