/** How many statements PostgreSQL runs for a step when many people write at once: everything counts, BEGIN and COMMIT too. */
import { countRedisCommands } from './redis.js';
import type { Size } from './rounds.js';
import type { Stage } from './stage.js';
import { measureTurns } from './turns.js';

export interface Statements {
  perStep: number;
  stepsPerGroup: number;
  redisPerStep: number;
}

/** Enough people at once for groups of twenty and more. */
const atOnce = 512;

export async function countStatements(
  stage: Stage,
  { steps, connections }: Size,
  redisUrl: string | undefined,
): Promise<Statements> {
  const { product, productDatabase } = stage;
  await stage.onlyRun(product);
  await measureTurns(product, { kind: 'mixed', steps: atOnce, atOnce, connections });
  await product.postgres.countStatements(true);
  const redisBefore = await countRedisCommands(redisUrl);
  await measureTurns(product, { kind: 'mixed', steps, atOnce, connections });
  const redis = (await countRedisCommands(redisUrl)) - redisBefore;
  const all = await product.postgres.statements(productDatabase.name);
  const groups = await product.postgres.statements(productDatabase.name, '%INSERT INTO session %');
  await product.postgres.countStatements(false);
  return { perStep: all / steps, stepsPerGroup: steps / groups, redisPerStep: redis / steps };
}
