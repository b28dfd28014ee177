/** Responses and contacts in the database, as the message path leaves them. */
import { randomUUID } from 'node:crypto';
import type { AnswerValue } from '../../flows/contract.js';
import { contactIdOf } from '../../prisma/seal.js';
import type { World } from './support.js';

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => Uint8Array.from(buffer);

export interface Given {
  survey?: string;
  revision?: number;
  channel?: number;
  state?: string;
  /** Minutes after noon. */
  minute: number;
  /** In the order in which they were given; a text is sealed. */
  answers?: Record<string, AnswerValue>;
}

export async function addResponse({ database, context, channels, clock }: World, given: Given): Promise<string> {
  const {
    survey = 'market',
    revision = 1,
    channel = channels.province,
    state = 'finished',
    minute,
    answers = {},
  } = given;
  const startedAt = new Date(clock.at + minute * 60_000);
  const id = randomUUID();
  await database.prisma.response.create({
    data: { id, surveyId: survey, revision, channelId: channel, language: 'vi', state, startedAt, endedAt: startedAt },
  });
  const rows = Object.entries(answers).map(([question, value], index) => {
    const sealed = value.kind === 'text';
    return {
      responseId: id,
      question,
      position: index + 1,
      kind: value.kind,
      ...(sealed ? { valueSealed: bytes(context.keys.sealer.seal(JSON.stringify(value))) } : { value: { ...value } }),
      answeredAt: startedAt,
    };
  });
  await database.prisma.answer.createMany({ data: rows });
  return id;
}

export async function addContact(
  { database, context, clock }: World,
  given: { channel: number; userId: string; name?: string; phone?: string; reach?: string; minute: number },
): Promise<string> {
  const { sealer, contactKey } = context.keys;
  const seal = (plain: string | undefined) => (plain === undefined ? null : bytes(sealer.seal(plain)));
  const id = contactIdOf(contactKey, given.channel, given.userId);
  await database.prisma.contact.create({
    data: {
      id,
      channelId: given.channel,
      userSealed: bytes(sealer.seal(given.userId)),
      nameSealed: seal(given.name),
      phoneSealed: seal(given.phone),
      language: 'vi',
      reach: given.reach ?? 'reachable',
      createdAt: new Date(clock.at + given.minute * 60_000),
    },
  });
  return id;
}
