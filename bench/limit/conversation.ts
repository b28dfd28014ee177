/** What the limit says: the citizen's way through greeting, consent and the one-stop-shop survey, as a table written by hand. */

import type { FlowDocument } from '../../flows/contract.js';
import { flow as consent } from '../../flows/dialogs/consent.js';
import { flow as greeting } from '../../flows/dialogs/greeting.js';
import { flow as survey } from '../../flows/surveys/one-stop-shop.js';

export interface State {
  at: string;
  answers: Record<string, number>;
}

interface Step {
  says: string;
  options: string[];
  next: string;
}

const textIn = (flow: FlowDocument, id: string): string => {
  const node = flow.nodes.find((one) => one.id === id) as { text?: { vi: string } } | undefined;
  return node?.text?.vi ?? '';
};
const levels = ['Rất không hài lòng', 'Không hài lòng', 'Bình thường', 'Hài lòng', 'Rất hài lòng'];
const question = (id: string, next: string): Step => ({ says: textIn(survey, id), options: levels, next });

const steps: Record<string, Step> = {
  consent: {
    says: `${textIn(greeting, 'hello')}\n\n${textIn(consent, 'ask')}`,
    options: ['Tôi đồng ý', 'Tôi không đồng ý'],
    next: 'pick',
  },
  pick: { says: 'Anh/chị muốn làm khảo sát nào?', options: ['Bộ phận một cửa'], next: 'staff' },
  staff: question('staff', 'time'),
  time: question('time', 'overall'),
  overall: question('overall', 'thanks'),
  thanks: { says: textIn(survey, 'thanks'), options: [], next: 'pick' },
};

export const newcomer: State = { at: '', answers: {} };

/** `payload` is "<step>/<number>" where something was tapped. */
export function decide(state: State, text: string, payload: string | undefined): State {
  const now = steps[state.at];
  if (!now) return { at: 'consent', answers: {} };
  if (now.options !== levels) return { at: now.next, answers: state.at === 'pick' ? {} : state.answers };
  const level = Number(payload?.split('/')[1] ?? text);
  if (!(level >= 1 && level <= levels.length)) return state;
  return { at: now.next, answers: { ...state.answers, [state.at]: level } };
}

/** The message that belongs to where the conversation stands now; made once, since it is the same for everybody. */
const messages = new Map(
  Object.entries(steps).map(([at, { says, options }]) => {
    const quickReplies = options.map((title, index) => ({
      content_type: 'text',
      title: title.slice(0, 20),
      payload: `${at}/${index + 1}`,
    }));
    return [at, JSON.stringify({ text: says, ...(options.length > 0 && { quick_replies: quickReplies }) })];
  }),
);

export const messageAt = (at: string): string => messages.get(at) ?? '{}';
