/** A channel, a survey and a node type, each added by a file of its own in a folder outside: nothing else is touched. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { checkFlow, loadFlows, loadNodeTypes, nodeTypesFolder } from '../../flows/registry.js';
import { connectChannel } from '../../prisma/channel.js';
import { openHouse } from '../support/house.js';

const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-extension-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const source = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);

/** A platform that speaks plain lines: who, then what. */
file(
  'channels/pigeon/index.ts',
  `import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
export const channel = {
  platform: 'pigeon',
  title: 'Pigeon',
  secrets: z.object({ ring: z.string() }),
  settings: z.object({ loft: z.string() }),
  limits: { text: 500, textWithOptions: 500, optionLabel: 20, options: 5 },
  windowHours: 24,
  ratePerSecond: 50,
  verify: ({ headers }, accounts) =>
    accounts.some(({ secrets }) => secrets.ring === headers['x-ring']) ? { ok: true } : { ok: false, probe: false, reason: 'wrong' },
  receive: (body) => {
    const [accountId, userId, id, text] = body.toString().split('|');
    return { events: [{ kind: 'text', text, messageId: id, key: id, accountId, userId, at: 0, opensWindow: true }] };
  },
  render: (message) => [{ text: [message.text, ...(message.options ?? []).map((option) => option.key + ' = ' + option.label)].join('\\n') }],
  send: async ({ http, account }, userId, rendered) => {
    const answer = await http({ method: 'POST', url: account.settings.loft + '/' + userId, body: rendered.text });
    return answer.reached && answer.status === 200
      ? { ok: true, messageId: answer.body }
      : { ok: false, code: 'lost', decision: 'retry', alarm: false, certain: false, detail: 'the pigeon did not come back' };
  },
  test: async () => ({ ok: true, name: 'Pigeon' }),
  staticToken: ({ ring }) => ring,
};`,
);

/** A question with a mood for an answer. */
file(
  'nodes/mood.ts',
  `import { z } from ${JSON.stringify(import.meta.resolve('zod'))};
import { defineNode } from ${source('flows/node-type.ts')};
import { wayFields } from ${source('flows/fields.ts')};
import { textSchema } from ${source('flows/contract.ts')};
const moods = [
  { code: 'good', label: { vi: 'Vui', en: 'Good' }, key: '1' },
  { code: 'bad', label: { vi: 'Buồn', en: 'Bad' }, key: '2' },
];
export const node = defineNode({
  type: 'mood',
  schema: z.strictObject({ ...wayFields, type: z.literal('mood'), text: textSchema }),
  waits: true,
  answers: 'code',
  options: () => moods,
  show: (mood, { language }) => ({ text: mood.text[language] }),
  read: (_mood, input) => {
    const typed = input.type === 'text' ? input.text.trim() : input.type === 'tap' ? input.option : '';
    const found = moods.find(({ code, key, label }) => [code, key, label.vi, label.en].includes(typed));
    return found ? { kind: 'answer', value: { kind: 'code', code: found.code } } : { kind: 'hint', key: 'hint-choice' };
  },
});`,
);

file(
  'surveys/weather.ts',
  `export const flow = {
  id: 'weather', kind: 'survey', title: { vi: 'Thời tiết', en: 'Weather' }, start: 'feeling',
  nodes: [
    { id: 'feeling', type: 'mood', text: { vi: 'Hôm nay anh/chị thế nào?', en: 'How are you today?' }, next: 'degrees' },
    { id: 'degrees', type: 'number', text: { vi: 'Ngoài trời bao nhiêu độ?', en: 'How many degrees outside?' }, min: -10, max: 60, next: 'end' },
    { id: 'end', type: 'end', text: { vi: 'Cảm ơn anh/chị!', en: 'Thank you!' } },
  ],
};`,
);

describe('added from a folder outside', () => {
  it('the survey and its node type pass the check like any other', async () => {
    const nodeTypes = await loadNodeTypes([nodeTypesFolder, pathToFileURL(`${folder}/nodes/`)]);
    const survey = (await loadFlows([pathToFileURL(`${folder}/surveys/`)])).get('weather');
    expect(
      checkFlow(survey, { nodeTypes, limits: [] }).problems.filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
  });

  it('a conversation is held over the channel, about the survey, with the node', async () => {
    const delivered: string[] = [];
    const loft = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      delivered.push(Buffer.concat(chunks).toString());
      response.end(String(delivered.length));
    });
    await new Promise<void>((resolve) => loft.listen(0, '127.0.0.1', resolve));
    afterAll(() => void loft.close());

    const survey = (await loadFlows([pathToFileURL(`${folder}/surveys/`)])).get('weather');
    if (!survey) throw new Error('no survey');
    const house = await openHouse({
      surveys: [survey],
      channelFolders: [join(folder, 'channels')],
      nodeTypeFolders: [pathToFileURL(`${folder}/nodes/`)],
    });
    const address = `http://127.0.0.1:${(loft.address() as AddressInfo).port}`;
    await connectChannel(house.database.prisma, house.keys.sealer, {
      platform: 'pigeon',
      accountId: 'loft-1',
      name: 'Loft',
      secrets: { ring: 'blue' },
      settings: { loft: address },
    });
    await house.path.announce('channels');

    let count = 0;
    const fly = async (text: string, ring = 'blue') => {
      count += 1;
      const before = delivered.length;
      const body = `loft-1|coo|${count}|${text}`;
      const { status } = await fetch(`${house.url}/webhooks/pigeon`, {
        method: 'POST',
        headers: { 'x-ring': ring },
        body,
      });
      await house.settled();
      return { status, said: delivered.slice(before).join('\n') };
    };
    expect((await fly('khảo sát', 'red')).status).toBe(401);
    expect((await fly('khảo sát')).said).toContain('Anh/chị có đồng ý không?');
    expect((await fly('1')).said).toContain('Câu 1/2\nHôm nay anh/chị thế nào?\n1 = Vui\n2 = Buồn');
    expect((await fly('Buồn')).said).toContain('Câu 2/2');
    expect((await fly('31')).said).toContain('Cảm ơn anh/chị!');
    expect(await house.answers()).toEqual(['weather@1 feeling bad', 'weather@1 degrees 31']);
  });
});
