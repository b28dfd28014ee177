/** Everybody can use the pages: axe finds nothing, in both languages, wide and narrow. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forget, openBrowser, type Program, startProgram } from './program.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let program: Program;
let browser: Browser;
beforeAll(async () => {
  [program, browser] = await Promise.all([startProgram(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  if (program) forget(program);
});

const pages = ['/', '/sandbox/'];
const sizes = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

it.each(pages.flatMap((path) => sizes.flatMap((size) => ['vi-VN', 'en-US'].map((locale) => ({ path, size, locale })))))(
  '$path at $size.width px in $locale',
  async ({ path, size, locale }) => {
    const context = await browser.newContext({ viewport: size, locale, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${program.url}${path}`);
    await page.locator('h1').first().waitFor();
    await page.evaluate(axe);
    const found = (await page.evaluate('axe.run()')) as AxeResults;
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await context.close();
  },
);
