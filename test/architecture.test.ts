import { basename } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, parse, resolveImport, sourceFiles, walk } from './support/imports.js';

/**
 * Who may import whom, beside itself, node: and zod (docs/architecture.md says why). `types` may only be imported as types: they leave
 * no trace when the program runs. `packages`: which of node_modules.
 */
interface Rule {
  room: string;
  rooms: string[];
  types?: string[];
  packages: string[] | 'any';
}
const everything = ['.'];
const rules: Rule[] = [
  { room: 'main.ts', rooms: everything, packages: 'any' },
  { room: 'start', rooms: everything, packages: 'any' },
  { room: 'bench', rooms: everything, packages: 'any' },
  { room: 'test', rooms: everything, packages: 'any' },
  { room: 'vitest.config.ts', rooms: ['test/support'], packages: ['vitest'] },

  { room: 'flows', rooms: [], packages: [] },
  { room: 'rules', rooms: [], packages: [] },
  { room: 'indices', rooms: [], packages: [] },
  { room: 'locales', rooms: [], packages: ['i18next'] },
  { room: 'prisma', rooms: [], types: ['flows', 'rules', 'indices'], packages: 'any' },

  { room: 'bot/runtime', rooms: [], packages: 'any' },
  { room: 'bot/channels', rooms: ['bot/runtime'], types: ['flows'], packages: 'any' },
  {
    room: 'bot/runner',
    rooms: ['flows', 'rules', 'locales', 'prisma', 'bot/channels/tap.ts'],
    types: ['bot/channels', 'bot/runtime'],
    packages: [],
  },
  { room: 'bot/answers', rooms: ['flows', 'rules', 'locales', 'prisma'], packages: [] },
  { room: 'bot/inbox', rooms: ['bot/channels', 'bot/runtime', 'rules', 'prisma'], packages: [] },
  { room: 'bot/outbox', rooms: ['bot/channels', 'bot/runtime', 'rules', 'prisma'], packages: [] },
  { room: 'bot/jobs', rooms: ['bot', 'flows', 'rules', 'indices', 'prisma'], packages: [] },
  { room: 'bot/crons', rooms: ['bot', 'flows', 'rules', 'indices', 'prisma'], packages: [] },

  {
    room: 'api',
    rooms: [
      'bot/runtime',
      'bot/channels',
      'bot/inbox',
      'bot/jobs',
      'bot/answers',
      'flows',
      'rules',
      'indices',
      'locales',
      'prisma',
      'web/portal',
    ],
    packages: 'any',
  },
  { room: 'web', rooms: ['locales'], types: ['api'], packages: 'any' },
  { room: 'sandbox', rooms: [], packages: 'any' },
];
const forAll = ['zod'];

const lies = (path: string, room: string) => room === '.' || path === room || path.startsWith(`${room}/`);
const ruleOf = (file: string) =>
  rules.filter(({ room }) => lies(file, room)).toSorted((a, b) => b.room.length - a.room.length)[0];
const packageOf = (specifier: string) => specifier.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? specifier;

function findViolation(file: string, { specifier, typeOnly }: Import): string | undefined {
  const rule = ruleOf(file);
  if (!rule) return `${file} lies in no room: put it into one, or add the room to the table`;
  if (specifier.startsWith('node:')) return undefined;
  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier);
    const allowed = rule.packages === 'any' || [...rule.packages, ...forAll].includes(name);
    return allowed ? undefined : `${rule.room} may not use the package ${name}`;
  }
  const target = resolveImport(file, specifier);
  const allowed = [rule.room, ...rule.rooms, ...(typeOnly ? (rule.types ?? []) : [])];
  if (!allowed.some((room) => lies(target, room))) return `${rule.room} may not import ${target}`;
  return betweenChannels(file, target);
}

/** A channel is a folder that can be added or taken away, so no channel knows another. */
function betweenChannels(file: string, target: string): string | undefined {
  const channelOf = (path: string) => /^bot\/channels\/([^/]+)\//.exec(path)?.[1];
  const [from, to] = [channelOf(file), channelOf(target)];
  return from && to && from !== to ? `channel ${from} may not import channel ${to}` : undefined;
}

const files = sourceFiles();
const sources = files.filter((file) => /\.tsx?$/.test(file)).map((file) => parse(file));

/** Who needs whom when the program runs. */
const importGraph = new Map(
  sources.map((source) => {
    const running = importsOf(source).filter(({ typeOnly, specifier }) => !typeOnly && specifier.startsWith('.'));
    return [source.fileName, running.map(({ specifier }) => resolveImport(source.fileName, specifier))];
  }),
);

function findCircles(graph: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, trail: string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (trail.includes(file) || done.has(file)) return;
    for (const next of graph.get(file) ?? []) follow(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) follow(file, []);
  return circles;
}

describe('the plan of the house', () => {
  it('who imports whom', () => {
    const violations = sources.flatMap((source) =>
      importsOf(source).flatMap((each) => {
        const violation = findViolation(source.fileName, each);
        return violation ? [`${source.fileName}:${each.line} ${violation}`] : [];
      }),
    );
    expect(violations).toEqual([]);
  });

  it('no circles: what imports another is never imported by it, by however many steps', () => {
    expect(findCircles(importGraph)).toEqual([]);
  });

  it('names files in kebab-case, for the one thing they hold', () => {
    const wellKnown = /^([A-Z]+(\.[a-z]{2})?\.md|LICENSE|Dockerfile|Chart\.yaml|_[a-z-]+\.tpl|NOTES\.txt)$/;
    const migration = /^prisma\/migrations\/\d{14}_[a-z0-9_]+\//;
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*$/;
    const vague = /(^|-)(utils?|helpers?|manager|service|misc|common)(-|\.|$)/i;
    const odd = files
      .filter((file) => !migration.test(file) && !wellKnown.test(basename(file)))
      .filter((file) => file !== 'prisma/migrations/migration_lock.toml')
      .filter((file) => !kebab.test(basename(file)) || vague.test(basename(file)));
    expect(odd).toEqual([]);
  });

  it('knows no "any"', () => {
    const found: string[] = [];
    for (const source of sources)
      walk(source, (node) => {
        if (node.kind !== ts.SyntaxKind.AnyKeyword) return;
        found.push(`${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
      });
    expect(found).toEqual([]);
  });
});

describe('the check itself', () => {
  const cases: { label: string; file: string; text: string; says: string | undefined }[] = [
    {
      label: 'a value out of the pure rooms',
      file: 'flows/a.ts',
      text: `import { x } from '../prisma/client.js'`,
      says: 'flows may not import prisma/client.ts',
    },
    {
      label: 'even a type out of the pure rooms',
      file: 'flows/a.ts',
      text: `import type { X } from '../prisma/client.js'`,
      says: 'flows may not import prisma/client.ts',
    },
    {
      label: 'a package in a pure room',
      file: 'rules/a.ts',
      text: `import pg from 'pg'`,
      says: 'rules may not use the package pg',
    },
    {
      label: 'a scoped package',
      file: 'rules/a.ts',
      text: `import x from '@scope/name/deep'`,
      says: 'rules may not use the package @scope/name',
    },
    {
      label: 'a type where types are allowed',
      file: 'prisma/a.ts',
      text: `import type { Flow } from '../flows/contract.js'`,
      says: undefined,
    },
    {
      label: 'types one by one',
      file: 'prisma/a.ts',
      text: `import { type Flow } from '../flows/contract.js'`,
      says: undefined,
    },
    {
      label: 'a value where only types are',
      file: 'prisma/a.ts',
      text: `import { type A, b } from '../flows/contract.js'`,
      says: 'prisma may not import flows/contract.ts',
    },
    {
      label: 'an import for its effect',
      file: 'prisma/a.ts',
      text: `import '../flows/contract.js'`,
      says: 'prisma may not import flows/contract.ts',
    },
    {
      label: 'a re-export',
      file: 'sandbox/a.ts',
      text: `export { x } from '../bot/channels/http.js'`,
      says: 'sandbox may not import bot/channels/http.ts',
    },
    {
      label: 'a dynamic import',
      file: 'sandbox/a.ts',
      text: `const x = await import('../api/app.js')`,
      says: 'sandbox may not import api/app.ts',
    },
    {
      label: 'a type written inline',
      file: 'sandbox/a.ts',
      text: `let x: import('../api/app.js').App`,
      says: 'sandbox may not import api/app.ts',
    },
    {
      label: 'one channel in another',
      file: 'bot/channels/zalo/a.ts',
      text: `import { x } from '../messenger/send.js'`,
      says: 'channel zalo may not import channel messenger',
    },
    {
      label: 'the one file of another room',
      file: 'bot/runner/a.ts',
      text: `import { sign } from '../channels/tap.js'`,
      says: undefined,
    },
    {
      label: 'the next file of that room',
      file: 'bot/runner/a.ts',
      text: `import { http } from '../channels/http.js'`,
      says: 'bot/runner may not import bot/channels/http.ts',
    },
    {
      label: 'a room of its own making',
      file: 'attic/a.ts',
      text: `import 'node:fs'`,
      says: 'attic/a.ts lies in no room: put it into one, or add the room to the table',
    },
    {
      label: 'node and zod, which all may use',
      file: 'flows/a.ts',
      text: `import fs from 'node:fs'; import { z } from 'zod'`,
      says: undefined,
    },
  ];
  it.each(cases)('$label', ({ file, text, says }) => {
    const [first] = importsOf(parse(file, text)).flatMap((each) => findViolation(file, each) ?? []);
    expect(first).toBe(says);
  });

  it('a circle of three', () => {
    const circle = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a', 'd']],
      ['d', []],
    ]);
    expect(findCircles(circle)).toEqual(['a → b → c → a']);
  });
});
