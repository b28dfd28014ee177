/**
 * What an administrator gives to connect an Official Account, and what they may set. The OA's own id is the account's `accountId`.
 * Everything that the public documents leave open is a setting here, so that the first day with a real OA is a change of
 * configuration and not of code.
 */
import { z } from 'zod';
import type { Account } from '../contract.js';
import { limits } from './limits.js';

const required = z.string().trim().min(1);
const address = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

export const secretsSchema = z.object({
  /** Of the app that the OA has granted access; one app may serve many OAs. */
  appId: required,
  /** For OAuth (header `secret_key`) and `appsecret_proof`. */
  appSecret: required,
  /** For the webhook's signature: the key on the app's Webhook page, which is not the app secret. */
  oaSecretKey: required,
  /** Only if the console has one fixed code challenge saved for the app; otherwise each authorisation makes its own verifier. */
  codeVerifier: z.string().length(43).optional(),
});
export type Secrets = z.infer<typeof secretsSchema>;

export const settingsSchema = z
  .object({
    openapiUrl: address.default('https://openapi.zalo.me'),
    businessUrl: address.default('https://business.openapi.zalo.me'),
    oauthUrl: address.default('https://oauth.zaloapp.com'),

    /**
     * The wrapper of buttons in a customer-service message. `plain` (payload.buttons) is what a live product and a gateway's manual use;
     * one project found only `media` (an image with buttons) accepted; `none` writes numbered text. Sources of 2026, none official: a
     * refusal (-233, -201) makes the outbox send numbered text and raises an alarm to change this.
     */
    buttons: z.enum(['plain', 'media', 'none']).default('plain'),
    /** The picture of the `media` wrapper. */
    buttonImageUrl: z.url().optional(),
    /** `hide`: a tap leaves no trace in the conversation. `show`: the payload appears as the person's own message. */
    buttonType: z.enum(['oa.query.hide', 'oa.query.show']).default('oa.query.hide'),
    /** Longer labels are also written out in the text, because telephones cut them. */
    readableTitle: z.number().int().min(5).max(limits.buttonTitle).default(limits.readableTitle),
    /** Ask for a telephone number by Zalo's own form (template `request_user_info`), or in words. */
    phoneForm: z.boolean().default(true),
    phoneFormImageUrl: z.url().optional(),

    /** `pinned`: the signature has the one form below. `detect`: the four known forms are tried, and the verdict says which matched. */
    mac: z.enum(['pinned', 'detect']).default('pinned'),
    /** The official Java SDK and the documents begin the signed text with the app's id; some community code with the OA's. */
    macFirstTerm: z.enum(['app_id', 'oa_id']).default('app_id'),
    /** Nearly all sources sign the body's `timestamp`; one looks at the header `X-ZEvent-Timestamp` first. */
    timestampFrom: z.enum(['body', 'header']).default('body'),
    /** For the first hour with a new key: answer 200 to what would be refused, and still process none of it. */
    reportOnly: z.boolean().default(false),
    /** A signature has no freshness. Zalo's last retry comes about 1 h 51 min after the event (2026); older is a replay. */
    maxEventAgeMinutes: z.number().int().positive().default(180),

    /** Proves to Zalo that whoever holds the token also holds the app secret. Optional for OAs; wrong ones are refused (-242). */
    appSecretProof: z.boolean().default(false),
    ratePerSecond: z.number().positive().default(limits.ratePerSecond),
  })
  .refine((settings) => settings.buttons !== 'media' || settings.buttonImageUrl, {
    path: ['buttonImageUrl'],
    message: 'buttons "media" need a picture: set buttonImageUrl, or choose buttons "plain" or "none"',
  });
export type Settings = z.infer<typeof settingsSchema>;

export type ZaloAccount = Account<Secrets, Settings>;
