/** What the product is compared with must really keep the promises it is said to keep. */
import { afterAll, describe, expect, it } from 'vitest';
import { page } from '../../bench/stage/accounts.js';
import { openConnections } from '../../bench/stage/connections.js';
import { type Received, startFakes } from '../../bench/stage/fakes.js';
import { freePort } from '../../bench/stage/free-port.js';
import { startProgram } from '../../bench/stage/program.js';
import { requestBytes, webhookOf } from '../../bench/stage/webhooks.js';
import { fakeAddresses } from '../../sandbox/index.js';
import { testDatabase } from '../support/database.js';
import { until } from '../support/until.js';

const url = await testDatabase({ empty: true });
const received: Received[] = [];
const fakes = await startFakes((message) => received.push(message));
afterAll(() => fakes.close());

async function startLimit() {
  const port = await freePort();
  const args = [String(port), url, fakeAddresses(fakes.url).graph, page.appSecret, page.pageToken];
  const program = startProgram('bench/limit/server', { args });
  await program.ready;
  const connections = await openConnections(port, 2);
  const say = (user: string, id: string, text: string) =>
    connections.post(requestBytes(webhookOf([{ platform: 'messenger', user, id, at: 1, what: 'text', text }])));
  const stop = async () => {
    connections.close();
    program.kill();
    await program.ended;
  };
  return { say, stop, connections };
}

const heard = (user: string) => received.filter((message) => message.user === user).map(({ text }) => text.slice(0, 9));

describe('the server that stands for the limit', () => {
  it('answers each message once, however often it comes, and remembers over a kill where everybody stands', async () => {
    const limit = await startLimit();
    const statuses = await Promise.all(['m1', 'm1', 'm1'].map((id) => limit.say('501', id, 'khảo sát')));
    expect(statuses).toEqual([200, 200, 200]);
    expect(await limit.say('501', 'm2', 'đồng ý')).toBe(200);
    expect(await limit.say('501', 'm1', 'khảo sát')).toBe(200);
    await until('both are answered', () => heard('501').length >= 2);
    await limit.stop();

    const next = await startLimit();
    expect(await next.say('501', 'm2', 'đồng ý')).toBe(200);
    expect(await next.say('501', 'm3', 'Bộ phận một cửa')).toBe(200);
    await until('the question has come', () => heard('501').some((text) => text.startsWith('Nghĩ về')));
    const once = [...new Set(heard('501'))];
    expect(once).toEqual(['Kính chào', 'Anh/chị m', 'Nghĩ về l']);
    // Sent but not yet marked when it was killed: once more at most.
    expect(heard('501').length - once.length).toBeLessThanOrEqual(2);
    await next.stop();
  });

  it('refuses what is not signed', async () => {
    const limit = await startLimit();
    const happened = { platform: 'messenger', user: '502', id: 'm9', at: 1, what: 'text', text: 'x' } as const;
    const { headers, ...rest } = webhookOf([happened]);
    const forged = { ...rest, headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` } };
    expect(Object.keys(headers)).toEqual(Object.keys(forged.headers));
    expect(await limit.connections.post(requestBytes(forged))).toBe(401);
    expect(heard('502')).toEqual([]);
    await limit.stop();
  });
});
