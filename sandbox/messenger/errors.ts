/** Meta's refusals: `error{message,type,code,error_subcode,fbtrace_id}`. Codes: Messenger Platform error page (2026-03-18). */
import { type Answer, Refusal } from '../fake-call.js';

interface Known {
  status: number;
  type: string;
  message: string;
}

/** The HTTP status beside a code has changed over the years: clients must read the code. */
const known: Record<string, Known> = {
  '1': { status: 500, type: 'OAuthException', message: 'An unknown error has occurred' },
  '2': { status: 500, type: 'OAuthException', message: 'Service temporarily unavailable' },
  '4': { status: 403, type: 'OAuthException', message: '(#4) Application request limit reached' },
  '10/2018278': {
    status: 400,
    type: 'OAuthException',
    message: '(#10) This message is sent outside of allowed window.',
  },
  '10/1893063': { status: 400, type: 'OAuthException', message: '(#10) The Page is temporarily restricted.' },
  '32': { status: 403, type: 'OAuthException', message: '(#32) Page request limit reached' },
  '100': { status: 400, type: 'OAuthException', message: '(#100) Invalid parameter' },
  '100/33': { status: 400, type: 'GraphMethodException', message: 'Unsupported request. Object does not exist' },
  '100/2018001': { status: 400, type: 'OAuthException', message: '(#100) No matching user found' },
  '190': { status: 401, type: 'OAuthException', message: 'Invalid OAuth access token.' },
  '190/463': { status: 401, type: 'OAuthException', message: 'Error validating access token: Session has expired' },
  '200': { status: 403, type: 'OAuthException', message: '(#200) Permissions error' },
  '341': { status: 403, type: 'OAuthException', message: '(#341) Application limit reached' },
  '368': { status: 403, type: 'OAuthException', message: '(#368) Temporarily blocked for policies violations' },
  '551': { status: 400, type: 'OAuthException', message: "(#551) This person isn't available right now." },
  '613': { status: 400, type: 'OAuthException', message: '(#613) Calls to this api have exceeded the rate limit.' },
  '803': { status: 404, type: 'OAuthException', message: '(#803) Some of the aliases you requested do not exist' },
  '2500': { status: 404, type: 'OAuthException', message: 'Unknown path components' },
};

let traces = 0;

export function graphError(code: number, subcode?: number, detail?: string): Answer {
  const entry = (subcode && known[`${code}/${subcode}`]) || known[String(code)] || known['1'];
  traces += 1;
  const error = {
    message: detail ?? entry?.message ?? 'Error',
    type: entry?.type ?? 'OAuthException',
    code,
    ...(subcode ? { error_subcode: subcode } : {}),
    fbtrace_id: `A${traces.toString(36).padStart(10, '0')}`,
  };
  return { status: entry?.status ?? 400, body: { error } };
}

export function refuse(code: number, subcode?: number, detail?: string): never {
  throw new Refusal(graphError(code, subcode, detail), `graph ${code}/${subcode ?? 0}`);
}

/** Something about a parameter: code 100. */
export const refuseParameter = (detail: string): never => refuse(100, undefined, `(#100) ${detail}`);
