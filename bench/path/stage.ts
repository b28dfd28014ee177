/** Everything the path bench measures, standing side by side; all but one frozen while that one is measured. */
import { setTimeout as sleep } from 'node:timers/promises';
import { fakeAddresses } from '../../sandbox/index.js';
import type { Platform } from '../../sandbox/options.js';
import { page } from '../stage/accounts.js';
import { type Fakes, type Received, startFakes } from '../stage/fakes.js';
import { freePort } from '../stage/free-port.js';
import { type BenchPostgres, startPostgres } from '../stage/postgres.js';
import { type Product, startProduct } from '../stage/product.js';
import { type Program, pinMyself, startProgram } from '../stage/program.js';
import { createDeliveries } from './acknowledge.js';
import { type Crowd, createCrowd } from './crowd.js';
import type { Server } from './turns.js';

export interface Listener {
  name: string;
  port: number;
  deliveries: (count: number, batch: number) => Buffer[];
}

export interface Stage {
  /** Answers 200 and does nothing. */
  bare: Listener;
  /** The product, as a process that only listens (`--role api`): 200 after the commit, turns are others' work. */
  door: Listener;
  limit: Server;
  /** The product as one process (`--role all`). */
  product: Server;
  /** The same product and database, with people on Zalo. */
  productOnZalo: Server;
  productDatabase: { url: string; name: string };
  /** Lets only this one run. */
  onlyRun: (one: { name: string }) => Promise<void>;
  close: () => Promise<void>;
}

/** The server that is measured has the first core, the people and the platforms the second; PostgreSQL goes where there is room. */
const serverCore = 0;
const ownCore = 1;
/** Time to notice connections that ended while frozen. */
const thawMs = 100;
/** Numbers as long as the platforms'; each crowd in a range of its own, so that an answer finds the crowd it belongs to. */
const firstUser = { limit: 4e15, product: 5e15, zalo: 6e15, bare: 7e15, door: 8e15 } as const;
const productDatabase = 'product';

export async function setStage(options: {
  redisUrl: string | undefined;
  profile: string | undefined;
  pin: boolean;
}): Promise<Stage> {
  const crowds = {
    limit: createCrowd('messenger', firstUser.limit),
    product: createCrowd('messenger', firstUser.product),
    zalo: createCrowd('zalo', firstUser.zalo),
  };
  const fakes = await startFakes((message) => crowdOf(crowds, message)?.receive(message));
  const [postgres, limitPostgres] = [await startPostgres('product'), await startPostgres('limit')];
  // Only now: PostgreSQL must not inherit the core.
  if (options.pin) pinMyself(ownCore);
  const url = await postgres.createDatabase(productDatabase);
  const common = { fakesUrl: fakes.url, redisUrl: options.redisUrl, ...(options.pin && { core: serverCore }) };
  const flags = options.profile ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`] : [];
  const product = await startProduct({ ...common, role: 'all', databaseUrl: url, flags });
  const door = await startProduct({ ...common, role: 'api', databaseUrl: await postgres.createDatabase('door') });
  const limit = await startLimit(await limitPostgres.createDatabase('limit_server'), fakes, options.pin);
  const bare = await startBare(options.pin);
  const programs: Record<string, Program> = {
    bare: bare.program,
    door: door.program,
    limit: limit.program,
    product: product.program,
    productOnZalo: product.program,
  };
  const server = (name: string, of: Product, itsPostgres: BenchPostgres, crowd: Crowd): Server => ({
    name,
    port: of.port,
    pid: of.program.pid,
    postgres: itsPostgres,
    crowd,
  });
  return {
    bare: { name: 'bare', port: bare.port, deliveries: createDeliveries(firstUser.bare) },
    door: { name: 'door', port: door.port, deliveries: createDeliveries(firstUser.door) },
    limit: server('limit', limit, limitPostgres, crowds.limit),
    product: server('product', product, postgres, crowds.product),
    productOnZalo: server('productOnZalo', product, postgres, crowds.zalo),
    productDatabase: { url, name: productDatabase },
    onlyRun: async ({ name }) => {
      for (const program of new Set(Object.values(programs))) program.freeze();
      programs[name]?.goOn();
      await sleep(thawMs);
    },
    close: async () => {
      await Promise.all([...new Set(Object.values(programs))].map((program) => program.stop()));
      await fakes.close();
      await Promise.all([postgres.stop(), limitPostgres.stop()]);
    },
  };
}

function crowdOf(crowds: Record<string, Crowd>, { platform, user }: Received): Crowd | undefined {
  if (platform === ('zalo' satisfies Platform)) return crowds.zalo;
  return Number(user) < firstUser.product ? crowds.limit : crowds.product;
}

async function startLimit(databaseUrl: string, fakes: Fakes, pin: boolean): Promise<Product> {
  const port = await freePort();
  const { graph } = fakeAddresses(fakes.url);
  const args = [String(port), databaseUrl, graph, page.appSecret, page.pageToken];
  const program = startProgram('bench/limit/server', { args, ...(pin && { core: serverCore }) });
  await program.ready;
  return { port, program };
}

async function startBare(pin: boolean): Promise<Product> {
  const port = await freePort();
  const program = startProgram('bench/limit/bare', {
    args: [String(port), page.appSecret],
    ...(pin && { core: serverCore }),
  });
  await program.ready;
  return { port, program };
}
