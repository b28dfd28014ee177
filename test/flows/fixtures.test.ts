/**
 * Plays, written down so that an official can read them: each node type has one, and so have the surveys.
 * `UPDATE_FIXTURES=1` writes what happens now into the files; read the difference before you commit it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkFlow } from '../../flows/check.js';
import { type Play, replay } from '../../flows/play/replay.js';
import { writeJson } from '../../flows/play/write.js';
import { engine, flows, limits, nodeTypes, revisionOf } from './universe.js';

const here = new URL('../fixtures/flows/', import.meta.url);
const plays = ['nodes/', 'surveys/'].flatMap((folder) =>
  readdirSync(new URL(folder, here))
    .sort()
    .map((file) => ({ file: folder + file, url: new URL(folder + file, here) })),
);
const read = (url: URL): Play => JSON.parse(readFileSync(url, 'utf8'));

describe.each(plays)('$file', ({ url }) => {
  const play = read(url);
  const flow = revisionOf(play.flow);

  it(`plays as written: ${play.about}`, () => {
    const turns = replay(
      engine,
      flow,
      play.language,
      play.turns.map(({ does }) => does),
    );
    if (process.env.UPDATE_FIXTURES) writeFileSync(url, `${writeJson({ ...play, turns })}\n`);
    else expect(turns).toEqual(play.turns);
  });

  it('plays a sound flow', () => {
    const { problems } = checkFlow(play.flow instanceof Object ? play.flow : flows.get(play.flow), {
      nodeTypes,
      limits,
    });
    expect(problems).toEqual([]);
  });
});

describe('every node type', () => {
  it.each([...nodeTypes.keys()])('%s has a fixture that uses it', (type) => {
    const play = read(new URL(`nodes/${type}.json`, here));
    const types = revisionOf(play.flow).nodes.map((node) => node.type);
    expect(types).toContain(type);
  });

  it('is used by the survey of all kinds', () => {
    const types = new Set(revisionOf('all-kinds').nodes.map((node) => node.type));
    expect([...types].sort()).toEqual([...nodeTypes.keys()].sort());
  });
});
