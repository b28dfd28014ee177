/** Zalo Official Account. There is no call to set a menu or a greeting: both are made in the OA's console, hence no `setUp`. */
import type { Channel } from '../contract.js';
import { type Secrets, type Settings, secretsSchema, settingsSchema } from './account.js';
import { limits } from './limits.js';
import { receive } from './receive.js';
import { render } from './render.js';
import { send, test } from './send.js';
import { refresh } from './tokens.js';
import { verify } from './verify.js';

export const channel: Channel<Secrets, Settings> = {
  platform: 'zalo',
  title: 'Zalo',
  secrets: secretsSchema,
  settings: settingsSchema,
  limits: {
    text: limits.text,
    textWithOptions: limits.textWithOptions,
    optionLabel: limits.buttonTitle,
    options: limits.buttons,
  },
  windowHours: limits.windowHours,
  ratePerSecond: limits.ratePerSecond,
  verify,
  receive,
  render,
  send,
  test,
  refresh,
};
