/**
 * The platforms' postmen: bring events to the product, and bring them again until they are answered 200, on the platforms' schedule made
 * shorter. Some events come twice, some come late, so that others overtake them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Dice } from '../stage/random.js';
import { type Happened, type Webhook, webhookOf } from '../stage/webhooks.js';

export interface Carrier {
  /** Resolves when it was answered 200, or given up. */
  bring: (happened: Happened) => Promise<boolean>;
  counts: { webhooks: number; tries: number; duplicated: number; late: number; refused: number };
  /** How long each 200 took. */
  answeredMs: number[];
  /** Resolves when nothing is under way any more. */
  idle: () => Promise<void>;
  close: () => Promise<void>;
}

/** Zalo: 30 s, 5, 15, 30 min, 1 h; Meta: about an hour. Here a second stands for some minutes, and the last gap is repeated. */
const gapsMs = [150, 300, 600, 1_200, 2_400];
const giveUpMs = 90_000;
/** Zalo wants its 200 within 2 s, Meta within 5. */
const answerWithinMs = { zalo: 2_000, messenger: 5_000 };
const share = 0.1;
const latestMs = 1_500;

export function createCarrier(port: number, dice: Dice): Carrier {
  const agent = new Agent({ connections: 128, pipelining: 1 });
  const counts = { webhooks: 0, tries: 0, duplicated: 0, late: 0, refused: 0 };
  const answeredMs: number[] = [];
  const underWay = new Set<Promise<unknown>>();

  const follow = <Result>(work: Promise<Result>): Promise<Result> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };

  const post = async (webhook: Webhook, withinMs: number): Promise<number> => {
    counts.tries += 1;
    const begun = performance.now();
    try {
      const { statusCode, body } = await request(`http://127.0.0.1:${port}${webhook.path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...webhook.headers },
        body: webhook.body,
        dispatcher: agent,
        signal: AbortSignal.timeout(withinMs),
      });
      await body.dump();
      if (statusCode === 200) answeredMs.push(performance.now() - begun);
      else counts.refused += 1;
      return statusCode;
    } catch {
      return 0;
    }
  };

  const postUntilTaken = async (webhook: Webhook, withinMs: number): Promise<boolean> => {
    const end = performance.now() + giveUpMs;
    for (let attempt = 0; performance.now() < end; attempt += 1) {
      if ((await post(webhook, withinMs)) === 200) return true;
      await sleep(gapsMs[Math.min(attempt, gapsMs.length - 1)]);
    }
    return false;
  };

  const bring = async (happened: Happened): Promise<boolean> => {
    const webhook = webhookOf([happened]);
    const withinMs = answerWithinMs[happened.platform];
    counts.webhooks += 1;
    if (dice.chance(share)) {
      counts.duplicated += 1;
      const later = dice.chance(0.5) ? 0 : dice.between(0, latestMs);
      void follow(sleep(later).then(() => postUntilTaken(webhook, withinMs)));
    }
    if (dice.chance(share)) {
      counts.late += 1;
      await sleep(dice.between(20, latestMs));
    }
    return postUntilTaken(webhook, withinMs);
  };

  return {
    bring: (happened) => follow(bring(happened)),
    counts,
    answeredMs,
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close: () => agent.destroy(),
  };
}
