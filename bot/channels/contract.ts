/**
 * What a channel is. Each folder beside this file is one: its `index.ts` exports `channel` (a Channel), and the folder's name is the
 * platform's name in the database. Adding a channel adds a folder and edits nothing.
 *
 * A channel knows its platform and nothing else: no database, no clock of its own, no idea what the words mean.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';

/** One Official Account or Page as the channel code sees it: the row in `channel`, secrets opened. */
export interface Account<Secrets = unknown, Settings = unknown> {
  /** Our row's id. */
  id: number;
  platform: string;
  /** The platform's id of the OA or Page: a decimal string longer than 2^53, never a number. */
  accountId: string;
  secrets: Secrets;
  settings: Settings;
}

// ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What a platform told us, in our words. Every event has a person (`userId`) or is about the account itself (`userId: null`).
 * `key` is stable over redeliveries (message id, or a hash of what identifies the event): it is what makes "once" possible.
 */
export interface ChannelEventBase {
  key: string;
  accountId: string;
  userId: string | null;
  /** When the platform says it happened, ms since 1970. Only a hint for order; never trusted for windows beyond our own clock. */
  at: number;
  /** Does it open the reply window (a message, a tap, a follow … but not a receipt or an echo)? */
  opensWindow: boolean;
}
export type ChannelEvent = ChannelEventBase &
  (
    | { kind: 'text'; text: string; messageId: string }
    /** A button, quick reply or menu entry: `payload` as we once made it, or as somebody typed it. Not yet verified. */
    | { kind: 'tap'; payload: string; title?: string; messageId?: string; ref?: string }
    | { kind: 'photo'; urls: string[]; text?: string; messageId: string }
    | { kind: 'location'; latitude: number; longitude: number; messageId: string }
    /** A sticker, voice message, file, video, business card, shared post … */
    | { kind: 'attachment'; attachment: string; urls: string[]; text?: string; messageId: string }
    /** The person opened the conversation (follow, "chat now", a referral link) and may now be greeted. */
    | { kind: 'opened'; how: string; ref?: string }
    | { kind: 'left'; how: string }
    | { kind: 'shared-info'; name?: string; phone?: string; address?: string }
    | { kind: 'delivered'; messageIds: string[]; watermark?: number }
    | { kind: 'read'; messageIds: string[]; watermark?: number }
    /** Something was sent in our name. `metadata` is what we attached; `byPerson` = a human being wrote it in the platform's inbox. */
    | { kind: 'echoed'; messageId: string; metadata?: string; byPerson: boolean; text?: string }
    | { kind: 'edited'; messageId: string; text: string }
    | { kind: 'deleted'; messageId: string }
    | { kind: 'reacted'; messageId?: string; reaction?: string; removed: boolean }
    | { kind: 'rated'; rate: number; note?: string; messageId?: string }
    /** Another app or a person holds the conversation: keep it, do not answer. */
    | { kind: 'standby'; of: string }
    | { kind: 'handover'; how: string }
    /** Not from a platform: our own clock, so that what time brings about is handled in order with everything else (bot/jobs). */
    | { kind: 'time-passed' }
    /** The person withdraws consent or asks the platform to have their data deleted. */
    | { kind: 'withdrawn' }
    /** Something about the account: policy enforcement, quota or template changes, tags … `alarm` = a human being must look, at `detail`. */
    | { kind: 'account'; name: string; alarm: boolean; detail?: string }
    /** We do not know it (yet): kept, answered 200, counted. */
    | { kind: 'unknown'; name: string; raw: unknown }
  );

export interface RawRequest {
  body: Buffer;
  headers: IncomingHttpHeaders;
}

export type Verdict =
  /** `how`: which form of the signature matched, for channels that are told to find out (Zalo's setting `mac: 'detect'`). */
  | { ok: true; how?: string }
  /**
   * Answer 200, process nothing: Zalo's unsigned probe when the webhook address is saved. With a `reason`: a request that would have been
   * refused, but the account is set to report only, so that a wrong key does not make the platform switch the webhook off. Count it.
   */
  | { ok: false; probe: true; reason?: 'missing' | 'wrong' | 'stale' }
  | { ok: false; probe: false; reason: 'missing' | 'wrong' | 'stale' | 'no-account' };

/** `unreadable`: rightly signed, but not JSON or not of the platform's shape; kept raw. */
export type Received = { events: ChannelEvent[]; unreadable?: string };

// ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** One message to one person, as stored in the outbox. The channel renders it for its own limits. */
export interface OutMessage {
  text: string;
  options?: { label: string; key: string; tap: Tap }[];
  wants?: 'phone' | 'location' | 'photo';
}
/** What a button stands for: this option of this node in this session. Signed when rendered (`tap.ts`). */
export interface Tap {
  session: string;
  node: string;
  option: string;
}

export interface RenderContext<Settings = unknown> {
  settings: Settings;
  /** Makes the payload of a button: self-describing, signed for this one person. */
  payload: (tap: Tap) => string;
  /** Our id of the message, for platforms that hand it back in the echo. */
  reference: string;
  /** Is it an answer to the person (live) or sent on our own initiative? */
  lane: 'live' | 'bulk' | 'official';
  /** The channel's words for "type a number" lines, already in the person's language. */
  phrase: (key: string, values?: Record<string, string | number>) => string;
}

/** One request to the platform, ready but for the address and the token. One message may take several, sent in order. */
export type Rendered = Record<string, unknown>;

/**
 * What an error means for us; each channel's `errors.ts` is a closed list from code to decision.
 * retry: the same again, later · back-off: too fast, wait `retryAfterMs` · refresh-token: get a new token, then once more ·
 * plain: render again without buttons, as numbered text · close-window · stop-contact · stop-channel · give-up.
 */
export type Decision =
  | 'retry'
  | 'back-off'
  | 'refresh-token'
  | 'plain'
  | 'close-window'
  | 'stop-contact'
  | 'stop-channel'
  | 'give-up';

export type SendResult =
  | { ok: true; messageId: string; usage?: Record<string, string> }
  | {
      ok: false;
      /** The platform's code, e.g. "-230" or "10/2018278"; "timeout", "reset", "http-502" … when it never spoke. */
      code: string;
      decision: Decision;
      /** A human being must look at it. */
      alarm: boolean;
      /** true: the request certainly had no effect, sending again is safe. false: in doubt. */
      certain: boolean;
      retryAfterMs?: number;
      /** Without personal data: it is logged and shown to administrators. */
      detail: string;
    };

/** Sends JSON over a kept-alive pool; how it failed tells whether the platform can have seen it. See `http.ts`. */
export type Http = (request: {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
  timeoutMs?: number;
}) => Promise<
  | { reached: true; status: number; headers: Record<string, string>; body: string }
  /** `sent: false` = refused or never connected, certainly without effect; true = perhaps accepted. */
  | { reached: false; sent: boolean; code: string }
>;

export interface SendContext<Secrets = unknown, Settings = unknown> {
  http: Http;
  account: Account<Secrets, Settings>;
  /** The token to use now (Zalo: from the token store; Messenger: the page token). */
  accessToken: string;
}

/** One token pair of an OAuth channel (Zalo). Times in ms since 1970. */
export interface TokenPair {
  accessToken: string;
  refreshToken: string;
  issuedAt: number;
  expiresAt: number;
}

export interface Channel<Secrets = unknown, Settings = unknown> {
  platform: string;
  /** The name people know it by: "Zalo", "Messenger". */
  title: string;
  /** What an administrator must give to connect an account, and what they may set. */
  secrets: z.ZodType<Secrets>;
  settings: z.ZodType<Settings>;
  limits: { text: number; textWithOptions: number; optionLabel: number; options: number };
  /** Hours after the person's last qualifying act in which a reply is free. Source beside the number. */
  windowHours: number;
  /** Messages per second one account may send, before settings say otherwise. */
  ratePerSecond: number;
  /** `now` in ms since 1970. Accounts: all connected ones of this platform. Must compare in constant time, over the raw bytes. */
  verify: (request: RawRequest, accounts: Account<Secrets, Settings>[], now: number) => Verdict;
  /** Accounts, where given, settle which of two ids is ours when the platform's documents disagree (Zalo's receipts). */
  receive: (body: Buffer, accounts?: readonly { accountId: string }[]) => Received;
  /** The platform's own check of our webhook address (GET): the words to answer with, or null for 403. */
  handshake?: (query: Record<string, unknown>, accounts: Account<Secrets, Settings>[]) => string | null;
  /** The platform's data-deletion callback (a form): the name of the person there, or why it cannot be believed. */
  deletion?: (
    form: Record<string, unknown>,
    accounts: Account<Secrets, Settings>[],
    now: number,
  ) => { ok: true; subject: string } | { ok: false; reason: string };
  render: (message: OutMessage, context: RenderContext<Settings>, plain?: boolean) => Rendered[];
  /** Sends one rendered request to one person. Never throws for what the platform or the network does. */
  send: (context: SendContext<Secrets, Settings>, userId: string, rendered: Rendered) => Promise<SendResult>;
  /**
   * Shows that an answer is being prepared, where the platform can (Messenger). `late`: the answer has to wait; otherwise it follows at
   * once, and the channel's settings say whether the indicator is worth a call. Errors are ignored by the caller.
   */
  typing?: (context: SendContext<Secrets, Settings>, userId: string, late: boolean) => Promise<void>;
  /** Asks the platform who we are: the connection test. */
  test: (
    context: SendContext<Secrets, Settings>,
  ) => Promise<{ ok: true; name: string } | { ok: false; code: string; detail: string }>;
  /** Menu, greeting, get-started and ice breakers in every language, where the platform has them. Run by a command. */
  setUp?: (
    context: SendContext<Secrets, Settings>,
    words: (language: 'vi' | 'en', key: string) => string,
  ) => Promise<void>;
  /** The access token that stands in the secrets (channels without OAuth refresh). */
  staticToken?: (secrets: Secrets) => string;
  /** Exchanges the refresh token (channels with rotating tokens). Never throws for what the platform does. */
  refresh?: (
    context: { http: Http; account: Account<Secrets, Settings>; now: number },
    pair: TokenPair,
  ) => Promise<{ ok: true; pair: TokenPair } | { ok: false; code: string; detail: string; final: boolean }>;
}
