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
import { countStored } from './path/answers.js';
import { pathFigures } from './path/figures.js';
import { measureRound, type Round, type Size, warmUp } from './path/rounds.js';
import { setStage } from './path/stage.js';
import { countStatements } from './path/statements.js';
import { type Figure, report } from './stage/figures.js';
import { isPinned } from './stage/program.js';

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

/** On stderr: what is printed on stdout is the result. */
const tell = (line: string): void => console.error(line);

async function measure(): Promise<Figure[]> {
  const redisUrl = process.env.REDIS_URL;
  const stage = await setStage({ redisUrl, profile: values.profile });
  try {
    tell(
      isPinned ? 'server on core 0, people and platforms on core 1' : 'not pinned to cores (no taskset or one core)',
    );
    tell(`warming up, ${size.warmUp} messages each`);
    await warmUp(stage, size);
    const rounds: Round[] = [];
    for (let number = 0; number < size.rounds; number += 1) {
      tell(`round ${number + 1} of ${size.rounds}`);
      rounds.push(await measureRound(stage, size, number % 2 === 1));
      tell(JSON.stringify(rounds.at(-1)));
    }
    const statements = await countStatements(stage, size, redisUrl);
    await checkAnswers(stage);
    return pathFigures(rounds, statements, redisUrl !== undefined);
  } finally {
    await stage.close();
  }
}

/** A bench that measured a conversation gone wrong would have measured nothing. */
async function checkAnswers({ product, productOnZalo, productDatabase }: Awaited<ReturnType<typeof setStage>>) {
  const finished = product.crowd.surveysFinished() + productOnZalo.crowd.surveysFinished();
  const { finished: stored, answers } = await countStored(productDatabase.url);
  if (stored !== finished || answers !== finished * 3)
    throw new Error(`${finished} surveys were finished, but ${stored} stand there with ${answers} answers`);
}

process.exit(report(await measure(), { json: values.json }));
