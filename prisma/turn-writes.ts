/** Everything that a group of turns decides to write, row by row. */

export interface ContactWrite {
  id: string;
  language: string | null;
  windowUntil: number | null;
  reach: string;
  consented: boolean | null;
  optedOutAt: number | null;
  personWroteAt: number | null;
  stateSealed: Buffer;
  flow: string | null;
  /**
   * The first expiry of the contact's sessions, ms since 1970; kept as a day. Null leaves the day as it is: a day that comes too early
   * costs one look, while a day that comes and goes with every survey would cost an index entry each time. Infinity takes it away.
   */
  expiresAt: number | null;
}

export interface AnswerWrite {
  responseId: string;
  question: string;
  position: number;
  kind: string;
  value: string | null;
  valueSealed: Buffer | null;
  at: number;
}

export interface ResponseWrite {
  id: string;
  contactId: string;
  surveyId: string;
  revision: number;
  channelId: number;
  language: string;
  state: string;
  startedAt: number;
  endedAt: number | null;
}

export interface MessageWrite {
  contactId: string;
  channelId: number;
  lane: string;
  part: number;
  trace: string;
  bodySealed: Buffer;
  language: string;
  status: 'sending' | 'queued';
}

/** How a message fared; `status` 'queued' puts it back for later. */
export interface MessageMark {
  id: string;
  heldBy: number;
  status: 'sent' | 'failed' | 'in-doubt' | 'queued';
  attempts: number;
  doubts: number;
  platformKey: Buffer | null;
  error: string | null;
  sentAt: number | null;
  notBefore: number | null;
}

export interface ConsentWrite {
  contactId: string;
  purpose: string;
  given: boolean;
  textVersion: string;
  language: string;
  text: string;
  at: number;
}

export interface ReceiptWrite {
  platformKey: Buffer;
  how: 'delivered' | 'read';
  at: number;
}

/** Messenger says "read" without naming messages: everything up to that moment. */
export interface ReadUpToWrite {
  contactId: string;
  how: 'delivered' | 'read';
  at: number;
}

/** The platform handed our own reference back: the message certainly arrived, whatever we thought of it. */
export interface EchoWrite {
  contactId: string;
  messageId: string;
  platformKey: Buffer;
  at: number;
}

export interface ErasureWrite {
  code: string;
  source: string;
  platform: string;
  contactId: string;
  at: number;
}

export interface TurnWrites {
  handled: string[];
  contacts: ContactWrite[];
  answers: AnswerWrite[];
  messages: MessageWrite[];
  marks: MessageMark[];
  responses: ResponseWrite[];
  withdrawn: { responseId: string; question: string }[];
  consents: ConsentWrite[];
  receipts: ReceiptWrite[];
  readUpTo: ReadUpToWrite[];
  echoes: EchoWrite[];
  erasures: ErasureWrite[];
  /** Contacts whose first turn this is: who they are on the platform. */
  newcomers: { contactId: string; userSealed: Buffer }[];
  profiles: { contactId: string; nameSealed: Buffer | null; phoneSealed: Buffer | null }[];
  /** Keys of inbox rows whose content the person deleted on their side: our copy goes too. */
  forgotten: { key: Buffer; emptySealed: Buffer }[];
}

export const noWrites = (): TurnWrites => ({
  handled: [],
  contacts: [],
  answers: [],
  messages: [],
  marks: [],
  responses: [],
  withdrawn: [],
  consents: [],
  receipts: [],
  readUpTo: [],
  echoes: [],
  erasures: [],
  newcomers: [],
  profiles: [],
  forgotten: [],
});
