/** What a whole step costs: from the webhook to the answer accepted by the platform, in processor time of the server and of PostgreSQL. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openConnections } from '../stage/connections.js';
import type { BenchPostgres } from '../stage/postgres.js';
import { processorMs } from '../stage/processor-time.js';
import type { Crowd, Kind } from './crowd.js';

export interface Server {
  name: string;
  port: number;
  pid: number;
  postgres: BenchPostgres;
  crowd: Crowd;
}

export interface Cost {
  steps: number;
  stepsPerSecond: number;
  messagesOutPerStep: number;
  serverUs: number;
  postgresUs: number;
  stepsPerSecondPerCore: number;
}

export interface Load {
  kind: Kind;
  steps: number;
  /** People who wait for an answer at the same time. */
  atOnce: number;
  connections: number;
}

/** What was sent is marked a moment later; that belongs to the step. */
const settleMs = 200;

export async function measureTurns({ port, pid, postgres, crowd }: Server, load: Load): Promise<Cost> {
  const connections = await openConnections(port, load.connections);
  const server = processorMs(pid);
  const database = postgres.processorMs();
  const { steps, messagesOut, seconds } = await crowd.walk(load.kind, load.steps, load.atOnce, connections);
  await sleep(settleMs);
  const serverUs = ((processorMs(pid) - server) * 1000) / steps;
  const postgresUs = ((postgres.processorMs() - database) * 1000) / steps;
  connections.close();
  return {
    steps,
    stepsPerSecond: steps / seconds,
    messagesOutPerStep: messagesOut / steps,
    serverUs,
    postgresUs,
    stepsPerSecondPerCore: 1e6 / (serverUs + postgresUs),
  };
}
