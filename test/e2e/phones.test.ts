/** A citizen with a phone in the browser, on the built program: what a newcomer sees after `npm start`. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forget, openBrowser, type Program, startProgram } from './program.js';

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

/** One of the two phones: says, taps, reads what was said last. */
function phoneOn(page: Page, platform: 'zalo' | 'messenger') {
  const place = page.locator(`#${platform}`);
  return {
    say: async (text: string): Promise<void> => {
      const box = place.locator('textarea');
      await box.fill(text);
      await box.press('Enter');
    },
    tap: (label: string): Promise<void> => place.getByRole('button', { name: label, exact: true }).last().click(),
    hears: (words: string): Promise<void> => place.locator('.row.account', { hasText: words }).last().waitFor(),
  };
}

async function openPhones(language: 'vi' | 'en'): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${program.url}/sandbox/`);
  await page.locator(`[data-language="${language}"]`).click();
  return { page, complaints };
}

interface ResponseItem {
  id: string;
  state: string;
  revision: number;
  platform?: string;
}

async function asAdministrator(path: string): Promise<{ items: ResponseItem[] } & Record<string, unknown>> {
  const login = await fetch(`${program.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(program.login()),
  });
  const { token } = (await login.json()) as { token: string };
  const answer = await fetch(`${program.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.json()) as { items: ResponseItem[] } & Record<string, unknown>;
}

describe.each(['zalo', 'messenger'] as const)('on the %s phone', (platform) => {
  it('a person agrees, answers with taps and words, comes back the next day and finishes', async () => {
    const { page, complaints } = await openPhones('vi');
    const phone = phoneOn(page, platform);
    await phone.say('khao sat');
    await phone.hears('trợ lý trò chuyện tự động');
    await phone.tap('Tôi đồng ý');
    await phone.hears('khảo sát nào');
    await phone.tap('Bộ phận một cửa');
    await phone.hears('Câu 1/3');
    await phone.tap('Hài lòng');
    await phone.hears('Câu 2/3');

    await page.locator('#clock-buttons button').nth(1).click();
    await phone.say('chào');
    await phone.hears('Câu 2/3');
    await phone.say('rat hai long');
    await phone.hears('Câu 3/3');
    await phone.say('3');
    await phone.hears('Cảm ơn anh/chị!');
    expect(complaints).toEqual([]);
    await page.close();
  });
});

it('the ministry reads both responses over the API: once, in order, with their revision', async () => {
  const { items } = await asAdministrator('/api/v1/responses?survey=one-stop-shop');
  expect(items.map(({ state, revision }) => ({ state, revision }))).toEqual([
    { state: 'finished', revision: 1 },
    { state: 'finished', revision: 1 },
  ]);
  for (const { id } of items) {
    const response = (await asAdministrator(`/api/v1/responses/${id}`)) as unknown as {
      answers: { question: string; value: unknown }[];
    };
    expect(response.answers.map(({ question, value }) => [question, value])).toEqual([
      ['staff', { kind: 'number', number: 4 }],
      ['time', { kind: 'number', number: 5 }],
      ['overall', { kind: 'number', number: 3 }],
    ]);
  }
});

it('speaks English to whoever asks for it', async () => {
  const { page, complaints } = await openPhones('en');
  await page.locator('#messenger .person-bar button.quiet').click();
  const phone = phoneOn(page, 'messenger');
  await phone.say('english');
  await phone.hears('automated');
  await phone.tap('I agree');
  await phone.say('survey');
  await phone.tap('One-stop shop');
  await phone.hears('Question 1/3');
  expect(complaints).toEqual([]);
  await page.close();
});

it('goes on where it was after a restart', async () => {
  expect(await program.stop()).toBe(0);
  program = await startProgram(program.dataDir);
  const { page } = await openPhones('vi');
  const phone = phoneOn(page, 'zalo');
  await phone.hears('Cảm ơn anh/chị!');
  await phone.say('menu');
  await phone.hears('Anh/chị muốn làm gì?');
  await page.close();
});
