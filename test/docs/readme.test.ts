/** What the README shows works as it stands there. */
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { checkFlow } from '../../flows/check.js';
import { loadNodeTypes } from '../../flows/registry.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

it('the survey in it passes the check', async () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.ESNext } });
  const { flow } = (await import(`data:text/javascript,${encodeURIComponent(outputText)}`)) as { flow: unknown };
  const limits = [{ channel: 'messenger', text: 2000, textWithOptions: 640, optionLabel: 20 }];
  const { problems } = checkFlow(flow, { nodeTypes: await loadNodeTypes(), limits });
  expect(problems).toEqual([]);
});

it('every file and folder it links to is there', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
  expect(links.length).toBeGreaterThan(8);
  for (const path of links) expect(() => readFileSync(new URL(`../../${path}`, import.meta.url))).not.toThrow();
});

it('every command it names is one of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?([a-z0-9-]+)/g)].map(([, name = '']) => name);
  for (const name of named.filter((word) => word !== 'packages')) expect(Object.keys(scripts)).toContain(name);
});
