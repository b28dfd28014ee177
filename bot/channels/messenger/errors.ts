/**
 * Meta's error codes, a closed list: what each means for us. "code/subcode" before "code". From the error codes page of 2026-03-18, sure,
 * unless a line says otherwise. What is not on the list is given up and looked at by a human being.
 */
import type { Decision } from '../contract.js';

export interface Judgement {
  decision: Decision;
  alarm: boolean;
  meaning: string;
}

const judgement = (decision: Decision, alarm: boolean, meaning: string): Judgement => ({ decision, alarm, meaning });

const transient = judgement('retry', false, 'Meta has a temporary fault');
const tooFast = (what: string) => judgement('back-off', false, `too many calls for ${what}`);
const noWindow = judgement('close-window', false, 'more than 24 hours since the person last wrote');
const forbidden = judgement(
  'give-up',
  true,
  'the app lacks a permission for this Page: see App Review and the Page roles',
);
const badRequest = judgement('give-up', true, 'Meta does not accept the request: wrong parameter, person or app');
const token = (why: string) => judgement('stop-channel', true, `${why}: connect the Page again`);
const blocked = judgement('stop-channel', true, 'Meta has blocked or restricted the Page: see its support inbox');
const away = judgement('stop-contact', false, 'the person cannot be reached: blocked the Page or left Facebook');

export const judgements: ReadonlyMap<string, Judgement> = new Map([
  ['1', transient],
  ['1/99', transient],
  ['2', transient],
  ['2/2018344', transient],
  ['1200', transient],
  ['4', tooFast('the app')],
  ['4/2018354', tooFast('the app')],
  ['9/2018352', tooFast('this conversation')],
  /** 17, 32 and 80006: probable. */
  ['17', tooFast('the user of the token')],
  ['32', tooFast('the Page')],
  ['80006', tooFast('the Page')],
  ['341', tooFast('the app, for the time being')],
  ['613', tooFast('this conversation')],
  ['10', forbidden],
  ['10/2018278', noWindow],
  /** The older number of the same. */
  ['10/2018065', noWindow],
  /** New on 2026-06-25. */
  ['10/1893063', blocked],
  ['100', badRequest],
  ['100/33', judgement('give-up', true, 'no such object, or the token may not see it')],
  ['100/2018001', judgement('give-up', true, 'no such person for this Page and app')],
  ['190', token('the Page token is not valid')],
  ['190/458', token('the app was removed from the Page')],
  ['190/459', token('the owner of the token must pass a security check at Facebook')],
  ['190/460', token('the owner of the token has changed the password')],
  ['190/463', token('the Page token has expired')],
  ['190/467', token('the Page token was withdrawn')],
  ['368', blocked],
  ['551', away],
  ['551/1545041', away],
]);

/** Restrictions that were reported as subcodes of several codes; third-party documentation only, unsure. */
const restrictions = new Set([2534122, 2534029]);

/** What an error of Meta's means, or undefined if it is not on the list. */
export function judge(code: number, subcode?: number): Judgement | undefined {
  if (subcode !== undefined && restrictions.has(subcode)) return blocked;
  return (
    judgements.get(`${code}/${subcode}`) ?? judgements.get(`${code}`) ?? (isPermission(code) ? forbidden : undefined)
  );
}

const isPermission = (code: number): boolean => code >= 200 && code <= 299;

/** The same for an answer without an error of Meta's in it: a proxy spoke, or a server on its way down. */
export function judgeStatus(status: number): Judgement {
  if (status === 429) return tooFast('this server');
  if (status >= 500 || status === 408) return transient;
  return judgement(
    'give-up',
    true,
    'refused before Meta looked at it: check the address of the Graph API and the proxy',
  );
}
