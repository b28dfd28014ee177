/** A response: what was answered and when, never by whom. */
import { z } from 'zod';
import type { AnswerValue } from '../../flows/contract.js';
import type { Answer, ResponseRow } from '../../prisma/response.js';
import type { Sealer } from '../../prisma/seal.js';
import type { Question } from './answer.js';
import { bothLanguages, timeOrNull, timeSchema, toTime } from './text.js';

export const responseStates = ['open', 'finished', 'stopped', 'expired'] as const;

export const responseSchema = z
  .object({
    id: z.guid(),
    surveyId: z.string(),
    revision: z.int(),
    channel: z.object({ id: z.int(), platform: z.string(), name: z.string() }),
    language: z.string(),
    state: z.enum(responseStates),
    startedAt: timeSchema,
    endedAt: timeOrNull,
    answered: z.int().describe('How many questions have an answer'),
  })
  .meta({ id: 'Response' });

const valueSchema = z.object({ kind: z.string() }).loose();

export const answerSchema = z
  .object({
    question: z.string(),
    label: bothLanguages.nullable().describe('The question, as this revision asks it'),
    position: z.int().describe("Its place on the person's path, from 1"),
    kind: z.string().describe('Node type: choice, scale, number …'),
    value: valueSchema.nullable().describe('null where it is sensitive and you may not open it'),
    valueLabels: z.array(bothLanguages).describe('The chosen options, by name'),
    sensitive: z.boolean(),
    changes: z.int().describe('How often the person changed it'),
    answeredAt: timeSchema,
  })
  .meta({ id: 'Answer' });

export const responseWithAnswers = responseSchema
  .extend({ answers: z.array(answerSchema) })
  .meta({ id: 'ResponseWithAnswers' });

export const presentResponse = (row: ResponseRow): z.output<typeof responseSchema> => ({
  id: row.id,
  surveyId: row.surveyId,
  revision: row.revision,
  channel: { id: row.channelId, platform: row.platform, name: row.channelName },
  language: row.language,
  state: row.state as (typeof responseStates)[number],
  startedAt: row.startedAt.toISOString(),
  endedAt: toTime(row.endedAt),
  answered: row.answered,
});

/** `sealer` only for those who may open sensitive answers. */
export const presentAnswer =
  (questions: Map<string, Question>, sealer: Sealer | null) =>
  (row: Answer): z.output<typeof answerSchema> => {
    const question = questions.get(row.question);
    const value = openValue(row, sealer);
    return {
      question: row.question,
      label: question?.text ?? null,
      position: row.position,
      kind: row.kind,
      value: value && { ...value },
      valueLabels: codesOf(value).flatMap((code) => question?.labels.get(code) ?? []),
      sensitive: row.valueSealed !== null,
      changes: row.changes,
      answeredAt: row.answeredAt.toISOString(),
    };
  };

function openValue({ value, valueSealed }: Answer, sealer: Sealer | null): AnswerValue | null {
  if (valueSealed) return sealer && (JSON.parse(sealer.open(valueSealed)) as AnswerValue);
  return value as AnswerValue | null;
}

function codesOf(value: AnswerValue | null): string[] {
  if (value?.kind === 'code') return [value.code];
  if (value?.kind === 'number') return [String(value.number)];
  return value?.kind === 'codes' ? value.codes : [];
}
