/** How fast a webhook is answered 200: as many as the server takes, over a few kept-alive connections. */
import { openConnections } from '../stage/connections.js';
import { percentile } from '../stage/figures.js';
import { type Happened, requestBytes, webhookOf } from '../stage/webhooks.js';

export interface Acknowledged {
  messagesPerSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** A person who is new writes twelve messages: of as many, one is from somebody unknown. */
const messagesEach = 12;

/** Deliveries nobody has seen before, of `batch` messages each, made and signed beforehand. */
export function createDeliveries(firstUser: number): (count: number, batch: number) => Buffer[] {
  let made = 0;
  /** Spread, so that a person's messages do not come in one delivery. */
  const userOf = (number: number, count: number): number =>
    firstUser + made + (number % Math.max(1, Math.ceil(count / messagesEach)));
  return (count, batch) => {
    const deliveries: Buffer[] = [];
    const messages = count * batch;
    for (let number = 0; number < messages; number += batch) {
      const happened = Array.from({ length: batch }, (_, index): Happened => {
        const user = String(userOf(number + index, messages));
        const id = `m_${firstUser + made}_${number + index}`;
        return { platform: 'messenger', user, id, at: Date.now(), what: 'text', text: 'khảo sát' };
      });
      deliveries.push(requestBytes(webhookOf(happened)));
    }
    made += messages;
    return deliveries;
  };
}

export async function acknowledge(
  port: number,
  deliveries: Buffer[],
  { batch, connections }: { batch: number; connections: number },
): Promise<Acknowledged> {
  const lines = await openConnections(port, connections);
  const took: number[] = [];
  let next = 0;
  const begun = performance.now();
  const post = async (): Promise<void> => {
    for (let delivery = deliveries[next++]; delivery; delivery = deliveries[next++]) {
      const at = performance.now();
      const status = await lines.post(delivery);
      took.push(performance.now() - at);
      if (status !== 200) throw new Error(`a webhook was answered ${status}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, post));
  const seconds = (performance.now() - begun) / 1000;
  lines.close();
  return {
    messagesPerSecond: (deliveries.length * batch) / seconds,
    p50Ms: percentile(took, 0.5),
    p99Ms: percentile(took, 0.99),
  };
}
