/**
 * `npm run bench -- survive`: the product is killed (kill -9) at random moments while people answer the survey on both channels, webhooks
 * come twice, late and in the wrong order, and the platforms try again as they do. In the end everything said is compared with everything
 * stored.
 *
 *   --json           figures as JSON
 *   --kills <n>      default 20
 *   --people <n>     default 200
 *   --seed <n>       the same seed throws the same dice; default: today's milliseconds
 *   --own-database   the product starts its embedded PostgreSQL itself, which outlives it
 */
import { parseArgs } from 'node:util';
import { report } from './stage/figures.js';
import { surviveFigures } from './survive/figures.js';
import { survive } from './survive/run.js';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    kills: { type: 'string', default: '20' },
    people: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'own-database': { type: 'boolean', default: false },
  },
});

/** On stderr: what is printed on stdout is the result. */
const tell = (line: string): void => console.error(line);

tell(`seed ${values.seed}`);
const survival = await survive({
  people: Number(values.people),
  kills: Number(values.kills),
  seed: Number(values.seed),
  ownDatabase: values['own-database'],
  redisUrl: process.env.REDIS_URL,
  tell,
});
for (const finding of survival.verdict.findings) tell(finding);
process.exit(report(surviveFigures(survival), { json: values.json }));
