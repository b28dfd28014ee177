/** The terminal: real processes, as somebody at a desk starts them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Play, replay } from '../../flows/play/replay.js';
import { writeJson } from '../../flows/play/write.js';
import { engine, revisionOf } from './universe.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

function play(parameters: string[], typed: string): Promise<{ out: string; err: string; code: number | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'flows/play.ts', ...parameters], { cwd: root });
  let out = '';
  let err = '';
  child.stdout.on('data', (part) => (out += part));
  child.stderr.on('data', (part) => (err += part));
  child.stdin.end(typed);
  return new Promise((resolve) => child.on('close', (code) => resolve({ out, err, code })));
}

function temporary(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lang-nghe-play-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}

describe('npm run play', () => {
  it('plays a survey to its end and writes it down as a fixture', async () => {
    const file = temporary('play.json');
    const { out, code } = await play(['one-stop-shop', '--record', file], '5\n/sticker\nhai long\n/tomorrow\n4\n');
    expect(code).toBe(0);
    expect(out).toContain('Câu 3/3');
    expect(out).toContain('Cảm ơn anh/chị!');
    const written: Play = JSON.parse(readFileSync(file, 'utf8'));
    const moves = written.turns.map(({ does }) => does);
    expect(moves).toEqual(['begins', '5', { other: 'sticker' }, 'hai long', { after: 'a day' }, '4']);
    expect(replay(engine, revisionOf('one-stop-shop'), 'vi', moves)).toEqual(written.turns);
  });

  it('names the flows there are when it knows none of that name', async () => {
    const { err, code } = await play(['nowhere'], '');
    expect(err).toMatch(/^There is no flow "nowhere"\. npm run play -- <flow>.*\nFlows: .*one-stop-shop/);
    expect(code).toBe(1);
  });

  it('says what is wrong with the flow of a file', async () => {
    const file = temporary('broken.json');
    writeFileSync(file, JSON.stringify({ ...revisionOf('menu'), revision: undefined, start: 'gone' }));
    const { err, code } = await play([file], '');
    expect(err).toContain('error: start: There is no node "gone" to start with');
    expect(code).toBe(1);
  });
});

describe('written JSON', () => {
  it.each([
    [{ a: 1, b: [true, null, 'x'] }, '{ "a": 1, "b": [true, null, "x"] }'],
    [{}, '{}'],
    [[], '[]'],
    ['“đ”', '"“đ”"'],
  ])('%j', (value, text) => {
    expect(writeJson(value)).toBe(text);
    expect(JSON.parse(writeJson(value))).toEqual(value);
  });

  it('breaks what is too wide', () => {
    const wide = { a: 'x'.repeat(80), b: ['y'.repeat(130), { c: 1 }] };
    expect(JSON.parse(writeJson(wide))).toEqual(wide);
    expect(writeJson(wide).split('\n')).toHaveLength(7);
  });
});
