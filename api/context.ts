/** What the API is given to work with. Nothing in `api` reaches for a global: a test hands in its own. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyPluginAsync, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { Account, Channel, Http } from '../bot/channels/contract.js';
import type { ChannelLimits, Flow, Language } from '../flows/contract.js';
import type { NodeType } from '../flows/node-type.js';
import type { Database } from '../prisma/client.js';
import type { Keys } from '../prisma/keyring.js';
import type { Policy } from './policies/official.js';

export interface ApiConfig {
  /** Where people reach us from outside, without a trailing slash. */
  publicUrl: string;
  /** True wherever people come over HTTPS. */
  secureCookies: boolean;
  /** Addresses (CIDR) of the proxies in front of us, whose X-Forwarded-For is believed; none by default. */
  trustProxy?: string[];
}

export interface Words {
  /** The API's own words: locales/<language>/api.json. */
  api: (language: Language, key: string, values?: Record<string, string | number>) => string;
  /** What is wrong with a survey, with the cure: locales/<language>/problems.json. */
  problem: (language: Language, code: string, values?: Record<string, string | number>) => string;
}

export interface ApiContext {
  database: Database;
  keys: Keys;
  logger: FastifyBaseLogger;
  clock: { now: () => number };
  words: Words;
  /** What a platform shows beside the conversation (menu, greeting): locales/<language>/channels.json. */
  channelWords: (language: Language, key: string) => string;
  /** By platform. */
  channels: ReadonlyMap<string, Channel>;
  http: Http;
  nodeTypes: ReadonlyMap<string, NodeType>;
  /** The flows that ship with the program and are no surveys, by id. */
  dialogs: ReadonlyMap<string, Flow>;
  limits: readonly ChannelLimits[];
  config: ApiConfig;
  /** What serving needs, each "ok" or what is wrong. */
  ready: () => Promise<Record<string, string>>;
  metrics: Registry;
  /** The token to use now, refreshed if need be. Without it the stored one is used as it is. */
  accessToken?: (account: Account) => Promise<string>;
  /** After the commit: the message path reads the channels anew. */
  onChannelsChanged?: () => void;
  onSurveyPublished?: () => void;
  /** The public door for platforms. */
  webhooks?: FastifyPluginAsync;
  /** Other doors, e.g. the sandbox. */
  mount?: { prefix: string; plugin: FastifyPluginAsync }[];
}

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** One endpoint: it adds its one route to the scope that it is given. */
export type Endpoint = (api: Api, context: ApiContext) => void;

/** Who may enter, and what is behind the door. */
export interface Door {
  who: Policy | 'anybody';
  endpoints: Endpoint[];
}
