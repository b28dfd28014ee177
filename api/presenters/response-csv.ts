/**
 * Responses as a CSV file: a row per response, a column per question. A stream from end to end: what the reader does not take, the
 * database does not send.
 *
 * It begins with a byte order mark, without which Excel reads Vietnamese as Latin-1, and what looks like a formula is disarmed: a
 * citizen's free text must not run on an official's computer.
 */
import { pipeline, type Readable, Transform } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { AnswerValue } from '../../flows/contract.js';
import type { ExportRow } from '../../prisma/response.js';
import type { Sealer } from '../../prisma/seal.js';
import { type CellStyle, type Question, toCell } from './answer.js';

interface Style extends CellStyle {
  /** Given only when sensitive answers are to be opened. */
  sealer: Sealer | null;
}

const fixedColumns = ['response', 'revision', 'channel', 'language', 'state', 'startedAt', 'endedAt'] as const;

export function toCsv(rows: Readable, questions: Map<string, Question>, style: Style): Readable {
  const columns = [...questions.values()];
  const writer = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' });
  writer.write(heading(columns, style));
  const toRecord = new Transform({
    objectMode: true,
    transform: (row: ExportRow, _encoding, done) => {
      try {
        done(null, record(row, columns, style));
      } catch (error) {
        done(error as Error);
      }
    },
  });
  // An error reaches the reader as a connection that breaks off: a file cut short must not look like a whole one.
  return pipeline(rows, toRecord, writer, () => undefined);
}

function heading(questions: Question[], { as, language, words }: Style): string[] {
  if (as === 'codes') return [...fixedColumns, ...questions.map(({ id }) => id)];
  return [
    ...fixedColumns.map((column) => words.api(language, `csv.${column}`)),
    ...questions.map(({ id, text }) => text?.[language] ?? id),
  ];
}

function record(row: ExportRow, questions: Question[], style: Style): (string | number)[] {
  const { as, language, words } = style;
  return [
    row.id,
    row.revision,
    as === 'codes' ? row.channelId : row.channelName,
    row.language,
    as === 'codes' ? row.state : words.api(language, `csv.${row.state}`),
    row.startedAt.toISOString(),
    row.endedAt?.toISOString() ?? '',
    ...questions.map((question) => cell(row.answers?.[question.id], question, style)),
  ];
}

type Stored = { value: unknown; sealed: string | null } | undefined;

function cell(stored: Stored, question: Question, style: Style): string | number {
  if (!stored) return '';
  if (stored.sealed === null) return stored.value ? toCell(stored.value as AnswerValue, question, style) : '';
  if (!style.sealer) return style.as === 'codes' ? '(hidden)' : style.words.api(style.language, 'csv.hidden');
  const value = JSON.parse(style.sealer.open(Buffer.from(stored.sealed, 'base64'))) as AnswerValue;
  return toCell(value, question, style);
}
