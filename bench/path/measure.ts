/** The whole bench: everybody warm, then the rounds, then the counting, and in the end a look whether the conversations went as they should. */
import type { Figure } from '../stage/figures.js';
import { isPinnable } from '../stage/program.js';
import { countStored } from './answers.js';
import { pathFigures } from './figures.js';
import { measureRound, type Round, type Size, warmUp } from './rounds.js';
import { type Stage, setStage } from './stage.js';
import { countStatements } from './statements.js';

export interface PathOptions {
  size: Size;
  redisUrl: string | undefined;
  /** Where the product writes a CPU profile. */
  profile: string | undefined;
  /** Server and people on a core each; for smoke tests not. */
  pin?: boolean;
  tell: (line: string) => void;
}

export async function measurePath({ size, redisUrl, profile, pin = isPinnable, tell }: PathOptions): Promise<Figure[]> {
  const stage = await setStage({ redisUrl, profile, pin });
  try {
    tell(pin ? 'server on core 0, people and platforms on core 1' : 'not pinned to cores (no taskset or one core)');
    tell(`warming up, ${size.warmUp} messages each`);
    await warmUp(stage, size);
    const rounds: Round[] = [];
    for (let number = 0; number < size.rounds; number += 1) {
      tell(`round ${number + 1} of ${size.rounds}`);
      rounds.push(await measureRound(stage, size, number % 2 === 1));
    }
    const statements = await countStatements(stage, size, redisUrl);
    await checkAnswers(stage);
    return pathFigures(rounds, statements, redisUrl !== undefined);
  } finally {
    await stage.close();
  }
}

/** A bench that measured a conversation gone wrong would have measured nothing. */
async function checkAnswers({ product, productOnZalo, productDatabase }: Stage): Promise<void> {
  const finished = product.crowd.surveysFinished() + productOnZalo.crowd.surveysFinished();
  const stored = await countStored(productDatabase.url);
  if (stored.finished !== finished || stored.answers !== finished * 3)
    throw new Error(
      `${finished} surveys were finished, but ${stored.finished} stand there with ${stored.answers} answers`,
    );
}
