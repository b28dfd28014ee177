import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { toCsv } from '../../api/presenters/response-csv.js';
import { publishSurvey } from '../../prisma/survey.js';
import market from './fixtures/market-survey.json' with { type: 'json' };
import { addResponse } from './seed.js';
import { noon, startApi } from './support.js';

const world = await startApi();
const ministry = world.as('ministry');
const many = 50_000;

beforeAll(async () => {
  const { prisma } = world.database;
  const by = world.officials.approver.id;
  await publishSurvey(prisma, { ...market, expiresAfterHours: 24 } as never, by);
  await publishSurvey(prisma, { ...market, id: 'crowd', expiresAfterHours: 24 } as never, by);
  await addResponse(world, {
    minute: 1,
    answers: {
      level: { kind: 'number', number: 5 },
      stall: { kind: 'code', code: 'fish' },
      words: { kind: 'text', text: '=HYPERLINK("http://evil.test";"bấm vào đây")' },
    },
  });
  await addResponse(world, { minute: 2, answers: { level: { kind: 'unknown' }, stall: { kind: 'refused' } } });
  await addResponse(world, { minute: 3, channel: world.channels.elsewhere, state: 'stopped' });
  await prisma.$executeRaw`
    INSERT INTO response (id, survey_id, revision, channel_id, language, state, started_at)
    SELECT gen_random_uuid(), 'crowd', 1, ${world.channels.province}, 'vi', 'finished', now() + n * interval '1 second'
    FROM generate_series(1, ${many}::int) n`;
  await prisma.$executeRaw`
    INSERT INTO answer (response_id, question, position, kind, value, answered_at)
    SELECT id, 'level', 1, 'scale', '{"kind":"number","number":4}', started_at FROM response WHERE survey_id = 'crowd'`;
});

describe('the file', () => {
  it('has the words of the survey in Vietnamese, readable by Excel, free text closed', async () => {
    const answer = await ministry('GET', '/responses.csv?survey=market');
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="market.csv"');
    const [head, ...rows] = answer.text.split('\r\n');
    expect(head).toBe(
      '\uFEFFMã phiếu,Bản khảo sát,Kênh,Ngôn ngữ,Trạng thái,Bắt đầu lúc,Kết thúc lúc,Anh/chị hài lòng thế nào?,Anh/chị mua ở quầy nào?,Anh/chị góp ý gì thêm?',
    );
    const at = new Date(noon + 60_000).toISOString();
    expect(rows[0]?.slice(36)).toBe(`,1,Kênh 101,vi,hoàn thành,${at},${at},Rất hài lòng,Quầy cá,(được giữ kín)`);
    expect(rows[1]).toMatch(/,\(không biết\),\(từ chối trả lời\),$/);
    expect(rows.slice(2)).toEqual([expect.stringContaining('dừng giữa chừng'), '']);
  });

  it('has codes for programs', async () => {
    const [head, first, second] = (await ministry('GET', '/responses.csv?survey=market&as=codes')).text.split('\r\n');
    expect(head).toBe('\uFEFFresponse,revision,channel,language,state,startedAt,endedAt,level,stall,words');
    expect(first).toMatch(/,finished,.*,5,fish,\(hidden\)$/);
    expect(second).toMatch(/,\(unknown\),\(refused\),$/);
  });

  it('opens free text when asked to, and disarms what looks like a formula', async () => {
    const { text } = await ministry('GET', '/responses.csv?survey=market&sensitive=true');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.test"";""bấm vào đây"")"`);
  });

  it('opens it for nobody who may not', async () => {
    const observer = world.as('observer');
    expect((await observer('GET', '/responses.csv?survey=market&sensitive=true')).status).toBe(403);
    expect((await observer('GET', '/responses.csv?survey=market')).status).toBe(200);
  });

  it('can be filtered, and ends where the agency of a head ends', async () => {
    const rowsOf = async (role: 'head' | 'ministry', query: string) =>
      (await world.as(role)('GET', `/responses.csv?survey=market${query}`)).text.trim().split('\r\n').length - 1;
    expect(await rowsOf('ministry', '')).toBe(3);
    expect(await rowsOf('ministry', '&state=stopped')).toBe(1);
    expect(await rowsOf('ministry', `&from=${new Date(noon + 120_000).toISOString()}`)).toBe(2);
    expect(await rowsOf('head', '')).toBe(2);
  });

  it.each([
    ['', 'survey'],
    ['?survey=nothing', 'survey'],
    ['?survey=market&revision=7', 'survey'],
    ['?survey=market&as=poem', 'as'],
  ])('says what is wrong with "%s"', async (query, path) => {
    const answer = await ministry('GET', `/responses.csv${query}`);
    expect(answer.status).toBe(400);
    expect(answer.json.problems).toMatchObject([{ path }]);
  });

  it('is in the audit with what was picked, before it leaves', async () => {
    const { items } = (await world.as('auditor')('GET', '/audit?action=responses.exported&limit=200')).json;
    expect(items).toContainEqual(
      expect.objectContaining({
        subject: 'survey:market',
        detail: expect.objectContaining({ sensitive: 'true', as: 'labels' }),
      }),
    );
  });
});

describe('fifty thousand rows', () => {
  const exportOver = async (onData: (chunk: Buffer) => unknown): Promise<void> => {
    if (!world.app.server.listening) await world.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = world.app.server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${world.officials.ministry.token}` };
    await new Promise<void>((resolve, reject) => {
      const call = request({ port, path: '/api/v1/responses.csv?survey=crowd&as=codes', headers }, (response) => {
        response.on('data', (chunk: Buffer) => {
          if (onData(chunk) === 'stop') response.destroy();
        });
        response.once('close', resolve);
        response.once('error', () => resolve());
      });
      call.once('error', reject);
      call.end();
    });
  };

  it('arrive whole, in memory that does not grow with them', async () => {
    let rows = 0;
    let most = 0;
    const before = process.memoryUsage().heapUsed;
    await exportOver((chunk) => {
      rows += chunk.toString('latin1').split('\n').length - 1;
      most = Math.max(most, process.memoryUsage().heapUsed);
    });
    expect(rows).toBe(many + 1);
    // 13 MB when it was tried; 43 MB with all rows held at once.
    expect(most - before).toBeLessThan(28_000_000);
  });

  it('wait in the database while the reader does not read', async () => {
    let pulled = 0;
    const rows = Readable.from(
      (function* () {
        for (; pulled < many; pulled += 1) {
          yield {
            id: String(pulled),
            revision: 1,
            channelName: 'K',
            language: 'vi',
            state: 'open',
            startedAt: new Date(noon),
            endedAt: null,
            answers: null,
          };
        }
      })(),
    );
    const { words } = world.context;
    const csv = toCsv(rows, new Map(), { as: 'codes', language: 'vi', words, sealer: null });
    csv.read(1);
    await sleep(50);
    expect(pulled).toBeLessThan(2_000);
    csv.destroy();
    await vi.waitFor(() => expect(rows.destroyed).toBe(true));
  });

  it('end at once, connection and all, when the reader goes away', async () => {
    await exportOver(() => 'stop');
    const exportsRunning = async () => {
      const { rows } = await world.database.pool.query(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'lang-nghe export' AND datname = current_database()`,
      );
      return rows[0].count;
    };
    await vi.waitFor(async () => expect(await exportsRunning()).toBe(0), { timeout: 10_000 });
    // All places are free again.
    const answers = await Promise.all([1, 2, 3].map(() => ministry('GET', '/responses.csv?survey=market')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('are exported three at a time and no more', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ministry('GET', '/responses.csv?survey=crowd')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(refused[0]?.json.code).toBe('too-many-exports');
    expect(refused[0]?.headers['retry-after']).toBe('30');
  });
});
