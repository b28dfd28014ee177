import { describe, expect, it } from 'vitest';
import { writeAudit } from '../../prisma/audit.js';
import { startApi } from './support.js';

const world = await startApi();
const auditor = world.as('auditor');
const { prisma } = world.database;
for (let number = 1; number <= 7; number += 1) {
  const odd = number % 2 === 1;
  const entry = {
    officialId: null,
    action: number < 4 ? 'thing.made' : 'thing.moved',
    subject: odd ? 'thing:1' : 'thing:0',
    detail: { number },
  };
  if (odd) await writeAudit(prisma, entry);
  else await prisma.audit.create({ data: { ...entry, at: new Date('2026-01-01T00:00:00Z') } });
}

const numbers = async (query: string) => {
  const { json } = await auditor('GET', `/audit?${query}`);
  return json.items.map(({ detail }: { detail: { number: number } }) => detail.number);
};

describe('who did what', () => {
  it('is listed newest first, in pages', async () => {
    const first = (await auditor('GET', '/audit?limit=4')).json;
    expect(first.items.map(({ detail }: { detail: { number: number } }) => detail.number)).toEqual([7, 6, 5, 4]);
    expect(await numbers(`limit=4&cursor=${first.nextCursor}`)).toEqual([3, 2, 1]);
  });

  it.each([
    ['action=thing.made', [3, 2, 1]],
    ['subject=thing:1', [7, 5, 3, 1]],
    ['action=thing.moved&subject=thing:0', [6, 4]],
    ['to=2026-02-01T00:00:00Z', [6, 4, 2]],
    ['from=2026-02-01T00:00:00%2B07:00', [7, 5, 3, 1]],
    ['official=00000000-0000-4000-8000-000000000000', []],
  ])('can be picked by %s', async (query, found) => {
    expect(await numbers(query)).toEqual(found);
  });

  it.each(['cursor=x', 'cursor=Ii0xIg', 'official=an', 'from=today', 'acton=x'])(
    'says what is wrong with %s',
    async (query) => {
      expect((await auditor('GET', `/audit?${query}`)).json.problems).toHaveLength(1);
    },
  );
});
