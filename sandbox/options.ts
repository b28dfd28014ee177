/** What a sandbox is started with: the accounts both fakes know, where their webhooks go, and how much they remember. */

export type Platform = 'zalo' | 'messenger';
export const platforms: readonly Platform[] = ['zalo', 'messenger'];

export interface MenuItem {
  title: string;
  /** What the tap says in the person's name; a real OA's menu is set in its console and says text the same way. */
  text?: string;
  url?: string;
}

export interface ZaloAccount {
  appId: string;
  appSecret: string;
  oaId: string;
  /** The key of the webhook MAC, not the app secret. */
  oaSecretKey: string;
  accessToken: string;
  refreshToken: string;
  name?: string;
  menu?: MenuItem[];
}

export interface MessengerAccount {
  appId: string;
  appSecret: string;
  verifyToken: string;
  pageId: string;
  pageToken: string;
  name?: string;
}

export interface WebhookAddresses {
  zalo?: string;
  messenger?: string;
  /** Meta's data deletion callback; without it a deletion request goes nowhere, as on an app that has none set. */
  messengerDeletion?: string;
}

export interface SandboxOptions {
  /** Where webhooks go. They can also be set later, as in the platforms' consoles: POST /api/webhooks. */
  webhooks: WebhookAddresses;
  zalo: ZaloAccount | ZaloAccount[];
  messenger: MessengerAccount | MessengerAccount[];
  /** JSON file that keeps people, chats and rotated tokens over restarts; without it they live in memory only. */
  stateFile?: string;
  /** The product's clock follows the sandbox's. */
  onClockMoved?: (offsetMs: number) => void | Promise<void>;
  /** For load: no chat history, no traffic log, no receipts, no rate limits, unknown recipients accepted. */
  lean?: boolean;
  /** Echo, delivery and read events after each message the product sends. Default: on, and off in lean. */
  receipts?: boolean;
  /** Pauses between redeliveries of a webhook that was not answered 200. Default: the platforms' own. */
  retryGapsMs?: Partial<Record<Platform, number[]>>;
  /** How long the product may take to answer a webhook. Default: 2 s for Zalo, 5 s for Messenger. */
  answerWithinMs?: Partial<Record<Platform, number>>;
  /** Calls the fakes let through: Zalo per app and minute, Messenger per Page and second. 0 = no limit. */
  rates?: { zaloPerMinute?: number; messengerPerSecond?: number };
  /** Paid messages (48 h to 7 days) the fake OA's package holds. */
  paidQuota?: number;
  /** The clock underneath, for tests that freeze it. */
  now?: () => number;
  /** The dice, for tests that repeat them. */
  random?: () => number;
}

export const asList = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** What an OA's bar shows when nothing else is said: words any citizen may also type. */
export const defaultMenu: MenuItem[] = [
  { title: 'Khảo sát', text: 'khảo sát' },
  { title: 'Trợ giúp', text: 'trợ giúp' },
  { title: 'Menu', text: 'menu' },
];
