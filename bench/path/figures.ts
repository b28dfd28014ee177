/** What the rounds amount to, against the targets. */
import { atLeast, atMost, type Figure, figure, median } from '../stage/figures.js';
import { kinds } from './crowd.js';
import type { Pair, Round } from './rounds.js';
import type { Statements } from './statements.js';
import type { Cost } from './turns.js';

export function pathFigures(rounds: Round[], statements: Statements, withRedis: boolean): Figure[] {
  return [...ackFigures(rounds), ...turnFigures(rounds), ...statementFigures(statements, withRedis)];
}

/** The median of what a round's pair says, and of the product's own value. */
function compare<Measured>(
  rounds: Round[],
  pairOf: (round: Round) => Pair<Measured>,
  figureOf: (measured: Measured) => number,
): { value: number; ratio: number } {
  const pairs = rounds.map(pairOf);
  return {
    value: median(pairs.map(({ product }) => figureOf(product))),
    ratio: median(pairs.map(({ product, limit }) => figureOf(product) / figureOf(limit))),
  };
}

/** Both saturated: the 99th percentile is that of as many messages as each can take. */
function ackFigures(rounds: Round[]): Figure[] {
  const baseline = 'bare server';
  const told = (pairOf: (round: Round) => Round['one'], what: string, target: number) =>
    figure({
      name: `webhook acknowledged after commit, ${what}`,
      unit: 'messages/s',
      baseline,
      target: atLeast(target),
      ...compare(rounds, pairOf, (ack) => ack.messagesPerSecond),
    });
  return [
    told((round) => round.one, 'one message a POST', 0.6),
    told((round) => round.ten, 'ten messages a POST', 0.35),
    figure({
      name: 'acknowledged within, p99 at saturation, one message a POST',
      unit: 'ms',
      baseline,
      target: atMost(1.5),
      ...compare(
        rounds,
        (round) => round.one,
        (ack) => ack.p99Ms,
      ),
    }),
  ];
}

const crowdNames = {
  mixed: 'new people who come back',
  returning: 'returning people',
  newcomers: 'first messages only',
} as const;

function turnFigures(rounds: Round[]): Figure[] {
  const perCore = ({ stepsPerSecondPerCore }: Cost): number => stepsPerSecondPerCore;
  const unit = 'steps/s/core';
  const baseline = 'limit';
  const whole = kinds.map((kind) =>
    figure({
      name: `a full turn, ${crowdNames[kind]}`,
      unit,
      baseline,
      ...(kind !== 'newcomers' && { target: atLeast(0.5) }),
      ...compare(rounds, (round) => round.turns[kind], perCore),
    }),
  );
  const zalo = figure({
    name: 'a full turn, returning people on Zalo (limit on Messenger)',
    unit,
    baseline,
    ...compare(rounds, (round) => ({ product: round.zalo, limit: round.turns.returning.limit }), perCore),
  });
  const parts = (['serverUs', 'postgresUs', 'messagesOutPerStep', 'stepsPerSecond'] as const).map((part) =>
    figure({
      name: `  of which ${partNames[part].name}`,
      unit: partNames[part].unit,
      baseline,
      ...compare(
        rounds,
        (round) => round.turns.mixed,
        (cost) => cost[part],
      ),
    }),
  );
  return [...whole, zalo, ...parts];
}

const partNames = {
  serverUs: { name: 'processor time of the server, new people who come back', unit: 'µs/step' },
  postgresUs: { name: 'processor time of PostgreSQL', unit: 'µs/step' },
  messagesOutPerStep: { name: 'messages sent', unit: '/step' },
  stepsPerSecond: { name: 'by the clock', unit: 'steps/s' },
} as const;

/** Below this the queue's own looking now and then would count, which happens whether anybody writes or not. */
const redisIdle = 0.01;

function statementFigures({ perStep, stepsPerGroup, redisPerStep }: Statements, withRedis: boolean): Figure[] {
  return [
    figure({
      name: `statements a step, in groups of ${Math.round(stepsPerGroup)} turns`,
      value: perStep,
      unit: 'statements',
      target: atMost(0.3),
    }),
    figure({
      name: `Redis commands a step${withRedis ? '' : ' (no REDIS_URL: there is no Redis to ask)'}`,
      value: redisPerStep,
      unit: 'commands',
      target: atMost(redisIdle),
    }),
  ];
}
