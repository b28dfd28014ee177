/**
 * The settings, read from the environment once at start. Whatever is wrong is listed at once, each with its cure; what is right is
 * frozen. Secrets are read here and nowhere else.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { StartError } from './errors.js';

export type Environment = Record<string, string | undefined>;

/** PostgreSQL and Redis addresses say which server, so anything that is not an address of that kind is a mistake. */
const address = (protocols: string[], example: string) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be an address like ${example}`,
  });
const webAddress = address(['http:', 'https:'], 'https://langnghe.example.gov.vn').transform((url) =>
  url.replace(/\/+$/, ''),
);

/** The platforms' ids are longer than 2^53: kept as text, whatever they look like. */
const decimalId = z.string().regex(/^\d+$/, 'must be the number the platform shows, digits only');
const given = z.string().min(1);

/** A network of all addresses would let every caller choose the address that its tries are counted under. */
function isNetwork(network: string): boolean {
  const [, address = '', prefix] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  const bits = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && (prefix === undefined || (Number(prefix) >= 1 && Number(prefix) <= bits));
}
const networks = z
  .string()
  .transform((list) => list.split(',').flatMap((network) => network.trim() || []))
  .refine((list) => list.every(isNetwork), {
    error: 'must be the addresses of your proxies, separated by commas, e.g. 10.0.0.5,192.168.0.0/16',
  });

const environmentSchema = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: z.coerce
    .number({ error: 'must be a port number, e.g. 3000' })
    .int('must be a port number, e.g. 3000')
    .min(0, 'must be from 0 (any free port) to 65535')
    .max(65_535, 'must be from 0 (any free port) to 65535')
    .default(3000),
  HOST: given.default('127.0.0.1'),
  PUBLIC_URL: webAddress.optional(),
  TRUST_PROXY: networks.default([]),
  DATA_DIR: given.default('.data'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/lang_nghe').optional(),
  REDIS_URL: address(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  ROLE: z.enum(['all', 'api', 'worker'], { error: 'must be all, api or worker' }).default('all'),
  SANDBOX: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  SECRET_KEY: z
    .string()
    .refine((value) => /^[\w+/-]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length >= 32, {
      error: 'must be at least 32 bytes in base64: make one with "openssl rand -base64 32"',
    })
    .transform((value) => Buffer.from(value, 'base64'))
    .optional(),
  ADMIN_EMAIL: z
    .string()
    .regex(/^[^@\s]+@[^@\s]+$/, 'must be an e-mail address')
    .optional(),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  MESSENGER_APP_SECRET: given.optional(),
  MESSENGER_VERIFY_TOKEN: given.optional(),
  MESSENGER_PAGE_ID: decimalId.optional(),
  MESSENGER_PAGE_TOKEN: given.optional(),
  MESSENGER_GRAPH_URL: webAddress.default('https://graph.facebook.com/v26.0'),
  ZALO_APP_ID: decimalId.optional(),
  ZALO_APP_SECRET: given.optional(),
  ZALO_OA_ID: decimalId.optional(),
  ZALO_OA_SECRET_KEY: given.optional(),
  ZALO_ACCESS_TOKEN: given.optional(),
  ZALO_REFRESH_TOKEN: given.optional(),
  ZALO_OPENAPI_URL: webAddress.default('https://openapi.zalo.me'),
  ZALO_BUSINESS_URL: webAddress.default('https://business.openapi.zalo.me'),
  ZALO_OAUTH_URL: webAddress.default('https://oauth.zaloapp.com'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
});
type Values = z.infer<typeof environmentSchema>;

export interface Config {
  production: boolean;
  role: Values['ROLE'];
  host: string;
  port: number;
  /** Without a slash at the end. */
  publicUrl: string;
  /** Addresses (CIDR) of the proxies in front of us, whose X-Forwarded-For is believed. */
  trustProxy: string[];
  /** Absolute. */
  dataDir: string;
  /** undefined = the embedded database. */
  databaseUrl: string | undefined;
  /** undefined = jobs live in PostgreSQL. */
  redisUrl: string | undefined;
  sandbox: boolean;
  /** undefined = made once below the data folder (`secret-key.ts`). */
  secretKey: Buffer | undefined;
  admin: { email: string | undefined; password: string | undefined };
  messenger: { graphUrl: string; page: FirstPage | undefined };
  zalo: { openapiUrl: string; businessUrl: string; oauthUrl: string; oa: FirstOa | undefined };
  logLevel: Values['LOG_LEVEL'];
}
export interface FirstPage {
  pageId: string;
  appSecret: string;
  verifyToken: string;
  pageToken: string;
}
export interface FirstOa {
  oaId: string;
  appId: string;
  appSecret: string;
  oaSecretKey: string;
  accessToken: string | undefined;
  refreshToken: string;
}

/** A channel is set up wholly or not at all: half a channel would fail at the first message instead of now. */
const channelVariables = {
  Messenger: ['MESSENGER_APP_SECRET', 'MESSENGER_VERIFY_TOKEN', 'MESSENGER_PAGE_ID', 'MESSENGER_PAGE_TOKEN'],
  Zalo: ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_ID', 'ZALO_OA_SECRET_KEY', 'ZALO_REFRESH_TOKEN'],
} as const;

export function readConfig(environment: Environment = process.env, args: string[] = process.argv.slice(2)): Config {
  const problems: string[] = [];
  const set = Object.entries({ ...environment, ...readArgs(args, problems) }).filter(([, value]) => value?.trim());
  const parsed = environmentSchema.safeParse(Object.fromEntries(set.map(([name, value]) => [name, value?.trim()])));
  problems.push(...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`));
  problems.push(...findConflicts(Object.fromEntries(set)));
  if (!parsed.success || problems.length > 0) throw new StartError(listOf(problems));
  return deepFreeze(arrange(parsed.data));
}

function readArgs(args: string[], problems: string[]): Environment {
  try {
    const { values } = parseArgs({ args, options: { role: { type: 'string' } } });
    return values.role === undefined ? {} : { ROLE: values.role };
  } catch (error) {
    problems.push(
      `${(error as Error).message} The only option is --role all, api or worker; the rest is set by variables.`,
    );
    return {};
  }
}

/** What each value alone cannot show. */
function findConflicts(set: Environment): string[] {
  const problems: string[] = [];
  for (const [channel, names] of Object.entries(channelVariables)) {
    const missing = names.filter((name) => !set[name]);
    if (missing.length > 0 && missing.length < names.length)
      problems.push(`${missing.join(', ')} missing: ${channel} needs all of its variables, or none of them`);
  }
  if (set.NODE_ENV === 'production' && !set.SECRET_KEY)
    problems.push(
      'SECRET_KEY missing: production needs it to read what is stored encrypted; make one with "openssl rand -base64 32" and keep it safe, apart from the backups',
    );
  if ((set.ROLE ?? 'all') !== 'all' && !set.DATABASE_URL)
    problems.push(
      `DATABASE_URL missing: ROLE=${set.ROLE} means several processes, and the embedded database serves only one`,
    );
  return problems;
}

function arrange(values: Values): Config {
  const page = firstPage(values);
  const oa = firstOa(values);
  const production = values.NODE_ENV === 'production';
  return {
    production,
    role: values.ROLE,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL ?? `http://localhost:${values.PORT}`,
    trustProxy: values.TRUST_PROXY,
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    sandbox: values.SANDBOX ? values.SANDBOX === 'on' : !page && !oa && !production,
    secretKey: values.SECRET_KEY,
    admin: { email: values.ADMIN_EMAIL, password: values.ADMIN_PASSWORD },
    messenger: { graphUrl: values.MESSENGER_GRAPH_URL, page },
    zalo: {
      openapiUrl: values.ZALO_OPENAPI_URL,
      businessUrl: values.ZALO_BUSINESS_URL,
      oauthUrl: values.ZALO_OAUTH_URL,
      oa,
    },
    logLevel: values.LOG_LEVEL,
  };
}

function firstPage(values: Values): FirstPage | undefined {
  const { MESSENGER_PAGE_ID: pageId, MESSENGER_APP_SECRET: appSecret } = values;
  const { MESSENGER_VERIFY_TOKEN: verifyToken, MESSENGER_PAGE_TOKEN: pageToken } = values;
  return pageId && appSecret && verifyToken && pageToken ? { pageId, appSecret, verifyToken, pageToken } : undefined;
}

function firstOa(values: Values): FirstOa | undefined {
  const { ZALO_OA_ID: oaId, ZALO_APP_ID: appId, ZALO_APP_SECRET: appSecret, ZALO_OA_SECRET_KEY: oaSecretKey } = values;
  const { ZALO_ACCESS_TOKEN: accessToken, ZALO_REFRESH_TOKEN: refreshToken } = values;
  if (!oaId || !appId || !appSecret || !oaSecretKey || !refreshToken) return undefined;
  return { oaId, appId, appSecret, oaSecretKey, accessToken, refreshToken };
}

const listOf = (problems: string[]): string =>
  problems.length === 1
    ? `${problems[0]}.`
    : `${problems.length} settings are wrong:\n${problems.map((each) => `  - ${each}`).join('\n')}`;

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Buffer.isBuffer(value)) Object.values(value).forEach(deepFreeze);
  return Buffer.isBuffer(value) ? value : Object.freeze(value);
}
