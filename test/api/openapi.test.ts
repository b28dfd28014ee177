import { describe, expect, it } from 'vitest';
import { startApi } from './support.js';

const world = await startApi();
const stranger = world.as(null);
const document = (await stranger('GET', '/api/openapi.json')).json;

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function refsIn(value: unknown): string[] {
  if (!isNode(value)) return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(refsIn)];
}

const operations = Object.entries(document.paths as Record<string, Record<string, Node>>).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

describe('the document', () => {
  it('is OpenAPI 3.1', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Lắng Nghe' },
      servers: [{ url: 'http://langnghe.test' }],
    });
  });

  it('refers to nothing that is not there', () => {
    const refs = new Set(refsIn(document));
    expect(refs.size).toBeGreaterThan(10);
    const resolve = (ref: string) =>
      ref
        .slice(2)
        .split('/')
        .reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), document);
    expect([...refs].filter((ref) => resolve(ref) === undefined)).toEqual([]);
  });

  it('names the admin API alone: not the webhooks, the probes or the pages', () => {
    expect(Object.keys(document.paths).every((path) => path.startsWith('/api/v1/'))).toBe(true);
  });

  it.each(operations)('%s has a summary, a tag, its parameters, an answer and an error', (name, operation) => {
    expect(operation).toMatchObject({ summary: expect.any(String), tags: [expect.any(String)] });
    const parameters = (operation.parameters ?? []) as { name: string; in: string }[];
    const inPath = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(parameters.filter((one) => one.in === 'path').map((one) => one.name)).toEqual(inPath);
    const answers = Object.keys(operation.responses as Node);
    expect(answers).toContain('default');
    expect(answers.some((status) => /^2\d\d$/.test(status))).toBe(true);
  });

  it('asks for a token everywhere but at the login', () => {
    const open = operations.filter(([, { security }]) => (security as unknown[]).length === 0).map(([name]) => name);
    expect(open).toEqual(['POST /api/v1/session']);
  });
});

describe('the page', () => {
  it('is served from here, with nothing that its own policy forbids', async () => {
    const page = await world.app.inject({ url: '/api/docs' });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.payload).not.toMatch(/<script>|<style|style=|https?:\/\//);
    const files = [...page.payload.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect([file, (await world.app.inject({ url: file })).statusCode]).toEqual([file, 200]);
  });

  it('reads the same document', async () => {
    expect((await stranger('GET', '/api/docs/json')).json).toEqual(document);
  });
});
