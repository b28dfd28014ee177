/**
 * Plays a flow in the terminal: `npm run play -- <flow> [--language en] [--record <file>]`.
 *
 * Numbers choose, everything else is typed as a citizen would; a line that begins with "/" sends what cannot be typed ("/photo",
 * "/location 21.03 105.85", "/sticker", "/tomorrow"). Ctrl-D ends. `--record` writes the play as a fixture.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { checkFlow } from './check.js';
import type { FlowRevision, Language } from './contract.js';
import { createEngine } from './engine.js';
import { movesOf } from './play/moves.js';
import { readPhrases } from './play/phrases.js';
import { type Play, replay, type Turn } from './play/replay.js';
import { show } from './play/show.js';
import { writeJson } from './play/write.js';
import { loadFlows, loadNodeTypes } from './registry.js';

const usage = 'npm run play -- <flow> [--language vi|en] [--record <file>]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string', default: 'vi' }, record: { type: 'string' } },
});
const language: Language = values.language === 'en' ? 'en' : 'vi';
const nodeTypes = await loadNodeTypes();
const found = await findFlow(positionals[0]);
if (found) await play(found);
else process.exitCode = 1;

/** A flow of ours by name, or a file of one; what is wrong with it is said. */
async function findFlow(name: string | undefined): Promise<FlowRevision | undefined> {
  const flows = await loadFlows();
  const document = name?.endsWith('.json') ? await readDocument(name) : flows.get(name ?? '');
  if (!document) {
    const trouble = name ? `There is no flow "${name}".` : 'Which flow?';
    console.error(`${trouble} ${usage}\nFlows: ${[...flows.keys()].join(', ')}`);
    return undefined;
  }
  const { flow, problems } = checkFlow(document, { nodeTypes, limits: [] });
  for (const { severity, path, message } of problems) console.error(`${severity}: ${path}: ${message}`);
  return flow && { ...flow, revision: 0 };
}

async function readDocument(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    console.error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

async function play(flow: FlowRevision): Promise<void> {
  const engine = createEngine({ nodeTypes, phrase: readPhrases() });
  let turns: Turn[] = [];
  const take = (does: Turn['does']): boolean => {
    turns = replay(engine, flow, language, [...turns.map((turn) => turn.does), does]);
    const events = turns.at(-1)?.events ?? [];
    for (const event of events) console.log(show(event));
    return !events.some(({ type }) => type === 'ended');
  };
  if (take('begins')) await listen((line) => movesOf(line).every(take));
  if (values.record)
    await record(values.record, { about: `A play of ${flow.id}.`, flow: nameOrDocument(flow), language, turns });
}

/** A flow of ours is named, a flow from a file goes along. */
function nameOrDocument(flow: FlowRevision): Play['flow'] {
  const { revision: _, ...document } = flow;
  return positionals[0] === flow.id ? flow.id : document;
}

/** Reads lines until the flow is over or the person ends with Ctrl-D. */
async function listen(hear: (line: string) => boolean): Promise<void> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt: '\n> ',
    terminal: process.stdin.isTTY,
  });
  lines.prompt();
  for await (const line of lines) {
    if (!hear(line)) break;
    lines.prompt();
  }
  lines.close();
}

async function record(file: string, play: Play): Promise<void> {
  await writeFile(file, `${writeJson(play)}\n`);
  console.log(`\nWritten to ${file}.`);
}
