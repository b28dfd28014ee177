/** The value of one answer: opened where it may be, named by its labels, written into one cell. */
import type { AnswerValue, Flow, Language, Text } from '../../flows/contract.js';
import type { NodeType } from '../../flows/node-type.js';
import type { Words } from '../context.js';

/** One question of a survey, as its document asks it. */
export interface Question {
  id: string;
  text: Text | null;
  /** The labels of its options, by code. */
  labels: Map<string, Text>;
}

/** The questions of a survey in the order of its document, those of the newest revision first. */
export function questionsOf(flows: Flow[], nodeTypes: ReadonlyMap<string, NodeType>): Map<string, Question> {
  const questions = new Map<string, Question>();
  for (const node of flows.flatMap((flow) => flow.nodes)) {
    const type = nodeTypes.get(node.type);
    if (!type?.answers) continue;
    const parsed = type.schema.safeParse(node);
    const options = parsed.success ? (type.options?.(parsed.data) ?? []) : [];
    const known = questions.get(node.id) ?? { id: node.id, text: textOf(node.text), labels: new Map() };
    // An option that a newer revision dropped still names the older answers.
    for (const { code, label } of options) if (!known.labels.has(code)) known.labels.set(code, label);
    questions.set(node.id, known);
  }
  return questions;
}

/** "Very satisfied" where the level has a name; a plain number stays one, so that a spreadsheet counts it and its minus is no formula. */
const nameLevel = (level: number, name: string): string | number => (name === String(level) ? level : name);

const textOf = (text: unknown): Text | null =>
  typeof text === 'object' && text !== null && 'vi' in text && 'en' in text ? (text as Text) : null;

/** How values are written into cells: in people's words, or as codes for programs. */
export interface CellStyle {
  as: 'labels' | 'codes';
  language: Language;
  words: Words;
}

export function toCell(value: AnswerValue, question: Question | undefined, style: CellStyle): string | number {
  const name = (code: string): string =>
    style.as === 'codes' ? code : (question?.labels.get(code)?.[style.language] ?? code);
  switch (value.kind) {
    case 'code':
      return name(value.code);
    case 'codes':
      return value.codes.map(name).join('; ');
    case 'number':
      return nameLevel(value.number, name(String(value.number)));
    case 'date':
      return value.date;
    case 'text':
      return value.text;
    case 'location':
      return `${value.latitude}, ${value.longitude}`;
    case 'photo':
      return value.urls.join(' ');
    default:
      return style.as === 'codes' ? `(${value.kind})` : style.words.api(style.language, `csv.${value.kind}`);
  }
}
