/** Facebook Messenger: one Page is one account. */
import type { Channel } from '../contract.js';
import { type Secrets, type Settings, secretsSchema, settingsSchema } from './account.js';
import { readDeletionRequest } from './deletion.js';
import { limits } from './limits.js';
import { setUp } from './profile.js';
import { receive } from './receive.js';
import { render } from './render.js';
import { send, test, typing } from './send.js';
import { answerChallenge } from './subscribe.js';
import { verify } from './verify.js';

export const channel: Channel<Secrets, Settings> = {
  platform: 'messenger',
  title: 'Messenger',
  secrets: secretsSchema,
  settings: settingsSchema,
  limits: {
    text: limits.text,
    textWithOptions: limits.text,
    optionLabel: limits.quickReplyTitle,
    options: limits.quickReplies,
  },
  windowHours: limits.windowHours,
  /** Below what Meta allows: our bucket lets a little more than its rate through in the worst second. */
  ratePerSecond: 250,
  verify,
  receive,
  handshake: answerChallenge,
  deletion: (form, accounts, now) => {
    const request = readDeletionRequest(form.signed_request, accounts, now);
    return request.ok ? { ok: true, subject: request.appScopedUserId } : request;
  },
  render,
  send,
  typing,
  test,
  setUp,
  staticToken: (secrets) => secrets.pageToken,
};
