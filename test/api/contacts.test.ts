import { beforeAll, describe, expect, it } from 'vitest';
import { maskName, maskPhone } from '../../api/presenters/contact.js';
import { addContact } from './seed.js';
import { type Answer, noon, startApi } from './support.js';

const world = await startApi();
const officer = world.as('officer');
const ministry = world.as('ministry');
const person = { name: 'Nguyễn Văn An', phone: '0912345678', userId: '7012345678901234567' };
let an = '';
let binh = '';
let elsewhere = '';

beforeAll(async () => {
  an = await addContact(world, { channel: world.channels.province, ...person, minute: 1 });
  binh = await addContact(world, { channel: world.channels.province, userId: '2', reach: 'left', minute: 2 });
  elsewhere = await addContact(world, { channel: world.channels.elsewhere, userId: '3', minute: 3 });
  const { prisma } = world.database;
  await prisma.consentText.create({
    data: { version: 'v1', purpose: 'survey', language: 'vi', text: 'Anh/chị có đồng ý không?' },
  });
  await prisma.consent.createMany({
    data: [
      { contactId: an, purpose: 'survey', given: true, textVersion: 'v1', at: new Date(noon) },
      { contactId: an, purpose: 'survey', given: false, textVersion: 'v0', at: new Date(noon + 1000) },
    ],
  });
});

const reveals = (answer: Answer): boolean =>
  [person.name, 'Văn', person.phone, '345678', person.userId].some((part) => answer.text.includes(part));

describe('a contact', () => {
  it('is shown by initials and three digits', async () => {
    const answer = await officer('GET', `/contacts/${an}`);
    expect(answer.json).toMatchObject({
      id: an,
      platform: 'parrot',
      name: 'N.V.A.',
      phone: '•••••••678',
      reach: 'reachable',
    });
    expect(reveals(answer)).toBe(false);
  });

  it('comes with what they consented to, newest first, in the words they were shown', async () => {
    const { json } = await officer('GET', `/contacts/${an}`);
    expect(json.consents).toMatchObject([
      { given: false, textVersion: 'v0', text: null },
      { given: true, textVersion: 'v1', text: 'Anh/chị có đồng ý không?' },
    ]);
  });

  it('may have told us nothing', async () => {
    expect((await officer('GET', `/contacts/${binh}`)).json).toMatchObject({ name: null, phone: null, consents: [] });
  });

  it('does not exist outside the reach of an officer', async () => {
    expect((await officer('GET', `/contacts/${elsewhere}`)).status).toBe(404);
    expect((await ministry('GET', `/contacts/${elsewhere}`)).status).toBe(200);
    expect((await officer('GET', '/contacts/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await officer('GET', '/contacts/an')).status).toBe(400);
  });
});

describe('the list', () => {
  const idsOf = (answer: Answer) => answer.json.items.map(({ id }: { id: string }) => id);

  it('has the newest first, masked', async () => {
    const answer = await ministry('GET', '/contacts');
    expect(idsOf(answer)).toEqual([elsewhere, binh, an]);
    expect(reveals(answer)).toBe(false);
  });

  it('picks by channel and reach, and ends where the agency ends', async () => {
    expect(idsOf(await ministry('GET', `/contacts?channel=${world.channels.elsewhere}`))).toEqual([elsewhere]);
    expect(idsOf(await ministry('GET', '/contacts?reach=left'))).toEqual([binh]);
    expect(idsOf(await officer('GET', '/contacts'))).toEqual([binh, an]);
    expect(idsOf(await officer('GET', `/contacts?channel=${world.channels.elsewhere}`))).toEqual([]);
  });

  it('comes in pages', async () => {
    const first = await ministry('GET', '/contacts?limit=2');
    const second = await ministry('GET', `/contacts?limit=2&cursor=${first.json.nextCursor}`);
    expect([idsOf(first), idsOf(second), second.json.nextCursor]).toEqual([[elsewhere, binh], [an], null]);
  });
});

it('who looked at whom is in the audit, and the log says nothing of the person', async () => {
  await officer('GET', `/contacts/${an}`);
  const { items } = (await world.as('auditor')('GET', `/audit?subject=contact:${an}`)).json;
  expect(items[0]).toMatchObject({ action: 'contact.read', officialId: world.officials.officer.id });
  const lists = (await world.as('auditor')('GET', '/audit?action=contacts.listed')).json.items;
  expect(lists.length).toBeGreaterThan(0);
  expect(world.logs.join()).not.toMatch(/Văn|345678|7012345678901234567/);
});

it.each([
  ['Nguyễn Văn An', 'N.V.A.'],
  ['  trần   thị  ánh ', 'T.T.Á.'],
  ['Đ', 'Đ.'],
  ['', ''],
  ['👩‍🌾 Lan', '👩.L.'],
  ['a\u0302n', 'Â.'],
])('the name "%s" is shown as "%s"', (name, shown) => {
  expect(maskName(name)).toBe(shown);
});

it.each([
  ['0912345678', '•••••••678'],
  ['+84 912 345 678', '•••••••678'],
  ['113', '•••••••'],
  ['', '•••••••'],
])('the number "%s" is shown as "%s"', (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});
