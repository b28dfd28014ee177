/**
 * What Zalo's error codes mean for us: a closed list, each with its decision. From the official table "Mã lỗi" as quoted by several
 * sources in 2026 (probable); the codes of template messages (ZBS, formerly ZNS) from their own table. A third-party page prints other
 * meanings for the -2xx codes and contradicts the official one.
 */
import type { Decision } from '../contract.js';

export interface Ruling {
  decision: Decision;
  /** A human being must look at it. */
  alarm: boolean;
  meaning: string;
  retryAfterMs?: number;
}

/** Zalo counts calls by the minute; a quarter of it is long enough to matter and short enough for somebody who waits. */
const rateWaitMs = 15_000;
/** Closed at night, with no clock here to tell until when: ask again each hour. */
const nightWaitMs = 3_600_000;

const quietly = (decision: Decision, meaning: string, retryAfterMs?: number): Ruling => ({
  decision,
  alarm: false,
  meaning,
  ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const loudly = (decision: Decision, meaning: string): Ruling => ({ decision, alarm: true, meaning });

const officialAccount: Record<string, Ruling> = {
  '-32': quietly('back-off', 'too many calls a minute', rateWaitMs),
  '-100': loudly('give-up', 'the attachment has expired (7 days): upload it again'),
  '-200': quietly('retry', 'sending failed at Zalo'),
  '-201': loudly('plain', 'invalid parameter: probably a form of button or template that Zalo does not take'),
  '-204': loudly('stop-channel', 'the OA has been deleted or disabled'),
  '-205': loudly('stop-channel', 'the OA does not exist: check its id'),
  '-209': loudly('stop-channel', 'the app is not active: activate it in the developer console'),
  '-210': loudly('give-up', 'over the limit of this call'),
  '-211': loudly('give-up', 'out of quota: the OA may send no more today'),
  '-212': loudly('stop-channel', 'the app is not registered for the Official Account API: register it in the console'),
  '-213': quietly('stop-contact', 'the person does not follow the OA'),
  '-216': quietly('refresh-token', 'the access token is not valid'),
  '-217': quietly('stop-contact', 'the person has blocked invitations'),
  '-218': quietly('give-up', 'this person has had as many messages as they may get'),
  '-219': loudly('stop-channel', 'the app was removed by the OA: an administrator of the OA must connect it again'),
  '-220': quietly('refresh-token', 'the access token has expired or was revoked'),
  '-221': loudly('stop-channel', 'the OA is not verified: verify it at Zalo'),
  '-223': loudly('stop-channel', 'the OA has not granted the app access: connect it again'),
  '-224': loudly('stop-channel', "the OA's package does not include the API: choose a larger one"),
  '-227': quietly('stop-contact', 'the person is banned or was not active for 45 days'),
  '-230': quietly('close-window', 'the person has not interacted for 7 days'),
  '-232': quietly('close-window', 'outside the time in which this person may be written to'),
  '-233': loudly('plain', 'this type of message is not supported: check the setting `buttons`'),
  '-234': quietly('back-off', 'not at this hour (allowed from 6:00 to 21:59)', nightWaitMs),
  '-235': loudly('stop-channel', 'not for this type of OA'),
  '-237': quietly('give-up', 'the group has been disabled'),
  '-238': loudly('give-up', "the OA's package or asset does not allow this"),
  '-240': loudly('give-up', 'this version of the message call has been shut'),
  '-241': loudly('give-up', "the OA's package or asset does not allow this"),
  '-242': loudly('stop-channel', 'wrong appsecret_proof: check the app secret or switch `appSecretProof` off'),
  '-244': quietly('stop-contact', 'the person does not want this type of message'),
  // Not stop-channel: one message's wording must not silence the OA for everybody.
  '-248': loudly('give-up', "the message violates Zalo's standards: a person must read it"),
  '-249': loudly('give-up', 'this template cannot be sent by user id'),
  '-320': loudly('give-up', 'no ZBS account is linked to the app'),
  '-321': loudly('give-up', 'the ZBS account has no money left or does not exist'),
  '-403': loudly('give-up', 'forbidden: check what the OA has granted the app'),
};

/** By telephone number: a refusal concerns the number and the template, not the person's conversation with us. */
const templates: Record<string, Ruling> = {
  '-101': loudly('stop-channel', 'the app is not valid'),
  '-103': loudly('stop-channel', 'the app is not active'),
  '-104': loudly('stop-channel', 'wrong app secret'),
  '-108': quietly('give-up', 'not a telephone number'),
  '-109': loudly('give-up', 'no such template'),
  '-111': loudly('give-up', 'the template has no data'),
  '-112': loudly('give-up', "the template's data is not valid"),
  '-1121': loudly('give-up', "a value is too long for the template's parameter"),
  '-1122': loudly('give-up', "one of the template's parameters is missing"),
  '-1124': loudly('give-up', "a value has not the form the template's parameter wants"),
  '-113': loudly('give-up', "the template's button is not valid"),
  '-1131': loudly('give-up', "the template's button is not valid"),
  '-1132': loudly('give-up', "the template's button is not valid"),
  '-114': quietly('give-up', 'this number cannot receive'),
  '-115': loudly('give-up', 'no money or quota left'),
  '-117': loudly('give-up', 'no permission for this template'),
  '-118': quietly('give-up', 'this number has no Zalo account'),
  '-119': quietly('give-up', 'this account cannot receive'),
  '-120': loudly('give-up', 'the OA has no permission for this'),
  '-124': quietly('refresh-token', 'the access token is not valid'),
  '-1241': loudly('stop-channel', 'wrong appsecret_proof: check the app secret or switch `appSecretProof` off'),
  '-126': loudly('give-up', 'the money for tests is used up'),
  '-127': loudly('give-up', 'a template under test goes to administrators only'),
  '-130': loudly('give-up', 'the message is longer than the template allows'),
  '-131': loudly('give-up', 'the template is not approved yet'),
  '-133': quietly('back-off', 'not at night (22:00 to 6:00)', nightWaitMs),
  '-135': loudly('give-up', 'the OA has no permission to send templates'),
  '-137': loudly('give-up', 'payment failed'),
  '-138': loudly('give-up', 'the app has no permission to send templates'),
  '-139': quietly('give-up', 'the person refuses this kind of template'),
  '-140': quietly('give-up', 'the person cannot get this kind of template under present policy'),
  '-141': quietly('give-up', 'the person refuses templates of this OA'),
  '-144': loudly('give-up', "the OA's quota for today is used up"),
  '-1441': loudly('give-up', "the OA's monthly quota for promotion is used up"),
  '-145': loudly('give-up', 'the OA may not send this kind of template'),
  '-146': loudly('give-up', 'the template was disabled for its quality'),
  '-147': loudly('give-up', "the template's quota for today is used up"),
  '-1471': quietly('give-up', 'this person has had as much promotion as they may get'),
  '-1472': quietly('give-up', 'this person has had as much promotion as they may get'),
  '-160': loudly('give-up', 'no more changes to templates today'),
  '-162': loudly('give-up', 'this type of template is not for this call'),
};

export const errors: ReadonlyMap<string, Ruling> = new Map(Object.entries({ ...officialAccount, ...templates }));

/** An unknown code is not tried again: who refuses for a reason we cannot read will refuse again, and somebody must look. */
export const rulingOf = (code: string): Ruling => errors.get(code) ?? loudly('give-up', 'a code we do not know');

/** When Zalo, or something between us, answers with a status and no code. */
export function rulingOfStatus(status: number): Ruling {
  if (status === 429) return quietly('back-off', 'too many calls', rateWaitMs);
  if (status === 401) return quietly('refresh-token', 'the access token was not accepted');
  if (status >= 500 || status === 408) return quietly('retry', 'Zalo, or a gateway before it, failed');
  if (status >= 400) return loudly('give-up', 'the call was not accepted');
  if (status >= 300) return loudly('give-up', 'redirected: check the address of the API');
  return quietly('retry', 'an answer that cannot be read');
}
