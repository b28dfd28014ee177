/** The one place where an error becomes an answer: `{ code, message, requestId }` in the reader's language, and no more than that. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isResponseSerializationError } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { isDatabaseAway } from '../../prisma/away.js';
import type { Words } from '../context.js';
import { ApiError, type ErrorCode, fail, statusOf } from '../errors.js';
import { languageOf } from '../language.js';
import { speakProblem } from '../problems.js';

export const problemSchema = z.object({
  path: z.string(),
  message: z.string(),
  cure: z.string().optional(),
  severity: z.enum(['error', 'warning']).optional(),
});

export const errorSchema = z
  .object({
    code: z.string().describe('One word of a closed list, for programs'),
    message: z.string().describe('For people, in the language of Accept-Language, with the cure'),
    requestId: z.string().describe('Quote it when you ask for help: it finds the log lines'),
    problems: z.array(problemSchema).optional(),
  })
  .meta({ id: 'Error' });

/** Fastify's own errors about the request (fastify.dev/docs/latest/Reference/Errors, v5). */
const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid-json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid-json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad-request',
};

/** A database that is away is usually back within seconds. */
const retryAfterSeconds = 5;

function toApiError(error: FastifyError): ApiError {
  if (error instanceof ApiError) return error;
  if (isDatabaseAway(error)) return fail('unavailable', { retryAfterSeconds });
  const known = fastifyCodes[error.code];
  if (known) return fail(known);
  return fail(error.statusCode && error.statusCode < 500 ? 'bad-request' : 'internal');
}

function answer(words: Words, request: FastifyRequest, reply: FastifyReply, error: ApiError): FastifyReply {
  const { code, detail } = error;
  const language = languageOf(request.headers['accept-language']);
  if (detail.retryAfterSeconds !== undefined) reply.header('retry-after', Math.ceil(detail.retryAfterSeconds));
  return reply
    .code(statusOf[code])
    .type('application/json; charset=utf-8')
    .header('content-language', language)
    .serializer(JSON.stringify)
    .send({
      code,
      message: words.api(language, `errors.${code}`, detail.values),
      requestId: request.id,
      ...(detail.problems && { problems: detail.problems.map((problem) => speakProblem(words, language, problem)) }),
    });
}

export function answerErrors(app: FastifyInstance, words: Words): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const known = toApiError(error);
    if (statusOf[known.code] >= 500) request.log.error({ err: withoutData(error) }, `answered ${known.code}`);
    return answer(words, request, reply, known);
  });
  app.setNotFoundHandler((request, reply) => answer(words, request, reply, fail('no-such-address')));
}

/** For the log, without data: an answer that does not fit its schema says where, a Prisma error's last line what, never with which values. */
function withoutData(error: FastifyError): unknown {
  if (isResponseSerializationError(error)) {
    const places = error.cause.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join(', ');
    return new Error(`the answer does not fit its schema: ${places}`);
  }
  if (!error.name.startsWith('PrismaClient')) return error;
  return Object.assign(new Error(error.message.trim().split('\n').at(-1)), { code: error.code });
}

/** In the OpenAPI document: every endpoint of a resource may answer with an error, and most want to know who asks. */
export function documentErrors(scope: FastifyInstance, resource: string, open: boolean): void {
  scope.addHook('onRoute', (route) => {
    const { response, ...schema } = route.schema ?? {};
    route.schema = {
      ...schema,
      tags: [resource],
      security: open ? [] : [{ bearer: [] }, { cookie: [] }],
      response: { ...(response as object), default: errorSchema },
    };
  });
}
