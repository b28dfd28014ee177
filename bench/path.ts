/**
 * `npm run bench -- path`: what the way of a message costs, as ratios taken in one run. The webhook against a bare server that only checks
 * the signature; a full turn against `bench/limit`, a server written by hand with the same guarantees.
 *
 *   --json             figures as JSON
 *   --rounds <n>       default 3
 *   --steps <n>        per measurement, default 6000
 *   --profile <folder> where the product writes a CPU profile
 */
import { parseArgs } from 'node:util';
import { measurePath } from './path/measure.js';
import type { Size } from './path/rounds.js';
import { report } from './stage/figures.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '6000' },
    'warm-up': { type: 'string', default: '4000' },
    profile: { type: 'string' },
  },
});

const size: Size = {
  rounds: Number(values.rounds),
  warmUp: Number(values['warm-up']),
  steps: Number(values.steps),
  acknowledged: Number(values.steps) * 3,
  atOnce: 128,
  connections: 64,
};

// On stderr: what is printed on stdout is the result.
const figures = await measurePath({
  size,
  redisUrl: process.env.REDIS_URL,
  profile: values.profile,
  tell: (line) => console.error(line),
});
process.exit(report(figures, { json: values.json }));
