/** A running API on a real, empty database, with one official of every role and a clock that stands still. */
import type { FastifyInstance, InjectOptions } from 'fastify';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll } from 'vitest';
import { buildApp } from '../../api/app.js';
import type { ApiContext } from '../../api/context.js';
import type { Channel } from '../../bot/channels/contract.js';
import { dialogsFolder, loadFlows, loadNodeTypes } from '../../flows/registry.js';
import { createWords } from '../../locales/index.js';
import { createAgency } from '../../prisma/agency.js';
import { connectChannel } from '../../prisma/channel.js';
import { type Database, openDatabase } from '../../prisma/client.js';
import { openKeyring } from '../../prisma/keyring.js';
import { openLogin } from '../../prisma/login.js';
import { type Role, roles } from '../../prisma/official.js';
import { testDatabase } from '../support/database.js';
import { parrot } from './parrot.js';

export const noon = Date.parse('2026-11-22T05:00:00.000Z');

export interface World {
  app: FastifyInstance;
  context: ApiContext;
  database: Database;
  /** Moves only by hand. */
  clock: { now: () => number; at: number };
  /** What was logged, a JSON line each. */
  logs: string[];
  /** A province, a district below it, and another province. */
  agencies: { province: string; district: string; elsewhere: string };
  /** A channel of the province, and one of the other province. */
  channels: { province: number; elsewhere: number };
  officials: Record<Role, { id: string; token: string }>;
  /** Calls the API as this role; the head and the officer work for the province. */
  as: (role: Role | null) => Caller;
}

export type Caller = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  text: string;
  /** As JSON.parse gives it: the assertions judge it. */
  json: ReturnType<typeof JSON.parse>;
}

export async function startApi(change: Partial<ApiContext> = {}): Promise<World> {
  const database = openDatabase(await testDatabase());
  const keys = await openKeyring(database, Buffer.alloc(32, 7));
  const clock = { at: noon, now: () => clock.at };
  const logs: string[] = [];
  const context: ApiContext = {
    database,
    keys,
    logger: pino({ level: 'info' }, { write: (line: string) => logs.push(line) }),
    clock,
    words: await createWords(),
    channelWords: (language, key) => `${key} (${language})`,
    channels: new Map<string, Channel>([['parrot', parrot as unknown as Channel]]),
    http: async () => ({ reached: false, sent: false, code: 'ECONNREFUSED' }),
    nodeTypes: await loadNodeTypes(),
    dialogs: await loadFlows([dialogsFolder]),
    limits: [{ channel: 'parrot', text: 2000, textWithOptions: 640, optionLabel: 100 }],
    config: { publicUrl: 'http://langnghe.test', secureCookies: false },
    ready: async () => ({ database: 'ok', queue: 'ok', migrations: 'ok' }),
    metrics: new Registry(),
    ...change,
  };
  const app = await buildApp(context);
  afterAll(async () => {
    await app.close();
    await database.close();
  });
  const agencies = await addAgencies(database);
  const channels = await addChannels(database, keys.sealer, agencies);
  const officials = await addOfficials(database, agencies.province);
  const as = (role: Role | null): Caller => caller(app, role && officials[role].token);
  return { app, context, database, clock, logs, agencies, channels, officials, as };
}

export function caller(app: FastifyInstance, token: string | null): Caller {
  return async (method, url, body, headers = {}) => {
    const options: InjectOptions = {
      method,
      url: url.startsWith('/api/') ? url : `/api/v1${url}`,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { payload: body as object }),
    };
    const response = await app.inject(options);
    const isJson = String(response.headers['content-type']).startsWith('application/json');
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.payload,
      json: isJson ? response.json() : undefined,
    };
  };
}

async function addAgencies({ prisma }: Database): Promise<World['agencies']> {
  const add = async (code: string, parentId: string | null): Promise<string> => {
    const agency = await createAgency(prisma, { code, nameVi: `Cơ quan ${code}`, nameEn: `Agency ${code}`, parentId });
    if (!agency) throw new Error(`${code} is taken`);
    return agency.id;
  };
  const province = await add('H46', null);
  return { province, district: await add('H46.1', province), elsewhere: await add('H17', null) };
}

async function addChannels(
  { prisma }: Database,
  sealer: Parameters<typeof connectChannel>[1],
  agencies: World['agencies'],
): Promise<World['channels']> {
  const add = async (accountId: string, agencyId: string): Promise<number> => {
    const given = { platform: 'parrot', accountId, name: `Kênh ${accountId}`, settings: {}, agencyId };
    return (await connectChannel(prisma, sealer, { ...given, secrets: { key: 'seed-secret' } })).id;
  };
  return { province: await add('101', agencies.district), elsewhere: await add('102', agencies.elsewhere) };
}

async function addOfficials({ prisma }: Database, agencyId: string): Promise<World['officials']> {
  const found: Partial<World['officials']> = {};
  for (const role of roles) {
    const inAgency = role === 'head' || role === 'officer';
    const data = { email: `${role}@langnghe.test`, name: role, role, passwordHash: 'none' };
    const { id } = await prisma.official.create({ data: { ...data, agencyId: inAgency ? agencyId : null } });
    const now = new Date(noon);
    found[role] = { id, token: await openLogin(prisma, id, { now, expiresAt: new Date(noon + 12 * 3_600_000) }) };
  }
  return found as World['officials'];
}
