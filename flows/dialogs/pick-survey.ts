/** Which survey? Made from the list of what is published, so that publishing a survey is all it takes to offer it. */
import type { Flow, FlowDocument, FlowRevision, NodeBase, Text } from '../contract.js';

type Offered = Pick<Flow, 'id' | 'title'> & { summary?: Text | undefined };

/** A label that every channel shows whole: Messenger cuts after 20 characters (2026-04-22). */
const longestLabel = 20;
/** What a person can oversee on a phone; the newest stand first in the list that is given. */
const mostOffered = 12;

export function pickSurvey(published: readonly Offered[]): FlowRevision {
  const surveys = published.slice(0, mostOffered);
  const [first] = surveys;
  const nodes = first === undefined ? [none] : surveys.length === 1 ? [go(first)] : [ask(surveys), ...surveys.map(go)];
  return { ...frame, revision: 0, start: nodes[0]?.id ?? 'none', nodes };
}

const frame = {
  id: 'pick-survey',
  kind: 'dialog',
  title: { vi: 'Chọn khảo sát', en: 'Choose a survey' },
  expiresAfterHours: 24,
} satisfies Partial<Flow>;

const none: NodeBase = {
  id: 'none',
  type: 'end',
  text: {
    vi: 'Hiện chưa có khảo sát nào đang mở. Cảm ơn anh/chị đã quan tâm; khi khác anh/chị gõ lại “khảo sát”.',
    en: 'There is no open survey at the moment. Thank you for your interest; please type “survey” again some other time.',
  },
};

/** Named for its survey: a button pressed after the list has changed still means the survey it named, or none. */
const go = ({ id }: Offered): NodeBase => ({ id, type: 'jump', flow: id, resume: true });

function ask(surveys: readonly Offered[]): NodeBase {
  const short = surveys.every(({ title }) => fits(title.vi) && fits(title.en));
  return {
    id: frame.id,
    type: 'choice',
    text: {
      vi: list('Anh/chị muốn làm khảo sát nào?', surveys, 'vi'),
      en: list('Which survey would you like to take?', surveys, 'en'),
    },
    options: surveys.map(({ id, title }, index) => ({
      code: id,
      label: short ? title : { vi: `Khảo sát ${index + 1}`, en: `Survey ${index + 1}` },
      also: [title.vi, title.en],
      next: id,
    })),
    next: surveys[0]?.id,
  };
}

const fits = (label: string) => Array.from(label.normalize('NFC')).length <= longestLabel;

/** Titles with their summary, numbered as they are typed. */
function list(question: string, surveys: readonly Offered[], language: keyof Text): string {
  const lines = surveys.map(({ title, summary }, index) =>
    [`${index + 1}. ${title[language]}`, summary?.[language]].filter(Boolean).join(': '),
  );
  return [question, lines.join('\n')].join('\n\n');
}

const { revision: _revision, ...unpublished } = pickSurvey([]);

/** What there is to say before anything is published. */
export const flow: FlowDocument = unpublished;
