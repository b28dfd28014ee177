import pg from 'pg';

/** Surveys that stand as finished in the product's database, and answers in them. */
export async function countStored(databaseUrl: string): Promise<{ finished: number; answers: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ finished: number; answers: number }>(
    `SELECT (SELECT count(*)::int FROM response WHERE state = 'finished') AS finished,
       (SELECT count(*)::int FROM answer JOIN response ON id = response_id WHERE state = 'finished') AS answers`,
  );
  await client.end();
  return rows[0] ?? { finished: 0, answers: 0 };
}
