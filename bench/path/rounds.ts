/**
 * The rounds: everything is measured in each of them, right after what it is compared to, in the reverse order in every second one. A
 * ratio is taken inside a round and the median of the rounds is told, so that whatever else the machine does moves it little.
 */
import { type Acknowledged, acknowledge } from './acknowledge.js';
import type { Kind } from './crowd.js';
import type { Listener, Stage } from './stage.js';
import { type Cost, measureTurns, type Server } from './turns.js';

export interface Size {
  rounds: number;
  /** Messages each variant handles before anything counts; colder code is twice as slow. */
  warmUp: number;
  steps: number;
  acknowledged: number;
  atOnce: number;
  connections: number;
}

export interface Round {
  one: Pair<Acknowledged>;
  ten: Pair<Acknowledged>;
  turns: Record<Kind, Pair<Cost>>;
  zalo: Cost;
}
export interface Pair<Measured> {
  product: Measured;
  limit: Measured;
}

/** As the baselines of these figures were taken: 32 connections with one message, 16 with ten. */
const ackConnections = { 1: 32, 10: 16 } as const;
type Batch = keyof typeof ackConnections;

export async function warmUp(stage: Stage, { warmUp: messages, atOnce, connections }: Size): Promise<void> {
  for (const listener of [stage.bare, stage.door])
    for (const batch of [1, 10] as const) await acknowledged(stage, listener, batch, messages);
  for (const server of [stage.limit, stage.product, stage.productOnZalo]) {
    await turns(stage, server, { kind: 'mixed', steps: messages, atOnce, connections });
    await turns(stage, server, { kind: 'returning', steps: Math.ceil(messages / 3), atOnce, connections });
  }
}

export async function measureRound(stage: Stage, size: Size, reversed: boolean): Promise<Round> {
  const inTurn = async <Measured>(
    product: () => Promise<Measured>,
    limit: () => Promise<Measured>,
  ): Promise<Pair<Measured>> => {
    if (!reversed) return { product: await product(), limit: await limit() };
    const first = await limit();
    return { limit: first, product: await product() };
  };
  const ack = (batch: Batch) => {
    const count = batch === 1 ? size.acknowledged : size.acknowledged * 2;
    return inTurn(
      () => acknowledged(stage, stage.door, batch, count),
      () => acknowledged(stage, stage.bare, batch, count),
    );
  };
  const { steps, atOnce, connections } = size;
  const turn = (kind: Kind) =>
    inTurn(
      () => turns(stage, stage.product, { kind, steps, atOnce, connections }),
      () => turns(stage, stage.limit, { kind, steps, atOnce, connections }),
    );
  return {
    one: await ack(1),
    ten: await ack(10),
    turns: { mixed: await turn('mixed'), returning: await turn('returning'), newcomers: await turn('newcomers') },
    zalo: await turns(stage, stage.productOnZalo, { kind: 'returning', steps, atOnce, connections }),
  };
}

async function acknowledged(stage: Stage, listener: Listener, batch: Batch, messages: number): Promise<Acknowledged> {
  const deliveries = listener.deliveries(Math.ceil(messages / batch), batch);
  await stage.onlyRun(listener);
  return acknowledge(listener.port, deliveries, { batch, connections: ackConnections[batch] });
}

async function turns(stage: Stage, server: Server, load: Parameters<typeof measureTurns>[1]): Promise<Cost> {
  await stage.onlyRun(server);
  return measureTurns(server, load);
}
