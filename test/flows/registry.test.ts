import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkFlow } from '../../flows/check.js';
import { createEngine } from '../../flows/engine.js';
import { dialogsFolder, loadFlows, loadNodeTypes, nodeTypesFolder, surveysFolder } from '../../flows/registry.js';
import { begin, phrase } from './universe.js';

const here = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A folder with these files in it, for as long as the test runs. */
function folder(files: Record<string, string>): string {
  const path = mkdtempSync(join(tmpdir(), 'lang-nghe-flows-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return path;
}

/** A node type that takes any sticker for an answer. */
const sticker = `
import { z } from '${here('node_modules/zod/index.js')}';
import { defineNode } from '${here('flows/node-type.ts')}';
import { questionFields } from '${here('flows/fields.ts')}';

export const node = defineNode({
  type: 'sticker',
  schema: z.strictObject({ ...questionFields, type: z.literal('sticker') }),
  waits: true,
  answers: 'text',
  show: (node, { language }) => ({ text: node.text[language] }),
  read: (_node, input) =>
    input.type === 'other' && input.kind === 'sticker'
      ? { kind: 'answer', value: { kind: 'text', text: 'sticker' } }
      : { kind: 'hint', key: 'not-understood' },
});
`;
const mood = `
export const flow = {
  id: 'mood',
  kind: 'survey',
  title: { vi: 'Tâm trạng', en: 'Mood' },
  start: 'mood',
  nodes: [
    { id: 'mood', type: 'sticker', text: { vi: 'Gửi một nhãn dán.', en: 'Send a sticker.' }, next: 'end' },
    { id: 'end', type: 'end' },
  ],
};
`;

describe('one file is all it takes', () => {
  it('a node type and a survey from another folder are played', async () => {
    const types = folder({ 'sticker.ts': sticker, 'sticker.d.ts': '', 'readme.md': '' });
    const nodeTypes = await loadNodeTypes([nodeTypesFolder, types]);
    const flows = await loadFlows([surveysFolder, pathToFileURL(`${folder({ 'mood.ts': mood })}/`)]);
    const { flow, problems } = checkFlow(flows.get('mood'), { nodeTypes, limits: [] });
    expect(problems).toEqual([]);
    if (!flow) throw new Error('not sound');
    const revision = { ...flow, revision: 1 };
    const engine = createEngine({ nodeTypes, phrase });
    const { session } = engine.start(revision, { id: 'abcd1234', language: 'vi', at: begin });
    const step = engine.resume(revision, session, { type: 'other', kind: 'sticker' }, begin);
    expect(step.session).toMatchObject({ state: 'finished', answers: { mood: { text: 'sticker' } } });
  });
});

describe('a file that cannot be used is refused with its name and the cure', () => {
  it.each([
    [
      'no export',
      { 'mood.ts': 'export const survey = 1;' },
      /mood\.ts: no usable export "flow"; export const flow = \{/,
    ],
    ['a broken export', { 'mood.ts': 'export const flow = { id: "mood" };' }, /mood\.ts: no usable export "flow"/],
    ['another name inside', { 'moods.ts': mood }, /moods\.ts: is named "mood" inside; rename the file to mood\.ts/],
  ])('a flow with %s', async (_name, files, message) => {
    await expect(loadFlows([folder(files)])).rejects.toThrow(message);
  });

  it('a name that is taken', async () => {
    const again = folder({ 'mood.ts': mood });
    await expect(loadFlows([folder({ 'mood.ts': mood }), again])).rejects.toThrow(
      /mood\.ts: there is already one named "mood"; choose another name/,
    );
  });

  it('a node type without its export', async () => {
    await expect(loadNodeTypes([folder({ 'sticker.ts': 'export const sticker = 1;' })])).rejects.toThrow(
      /sticker\.ts: no usable export "node"; export const node = defineNode/,
    );
  });
});

describe('what ships with the program', () => {
  it('is found without naming a folder', async () => {
    expect((await loadNodeTypes()).size).toBe(13);
    expect([...(await loadFlows([dialogsFolder])).values()].every(({ kind }) => kind === 'dialog')).toBe(true);
    expect([...(await loadFlows([surveysFolder])).values()].every(({ kind }) => kind === 'survey')).toBe(true);
  });
});
