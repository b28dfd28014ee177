/** Zod judges what comes in and shapes what goes out; what is wrong with an input becomes problems that people can read. */
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { fail } from '../errors.js';
import { type Problem, problemsOf } from '../problems.js';

const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const result = schema.safeParse(data, { reportInput: true });
    const problems = result.success ? unstorable(data) : problemsOf(result.error.issues);
    return result.success && problems.length === 0
      ? { value: result.data }
      : { error: fail('invalid-input', { problems }) };
  };

/** NUL, and halves of a character: PostgreSQL stores neither. */
const halves = /\0|\p{Surrogate}/u;

/** Walks with a stack of its own: a body of half a million brackets must not overflow ours. */
function unstorable(data: unknown): Problem[] {
  const problems: Problem[] = [];
  const open: [path: string, value: unknown][] = [['', data]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && halves.test(value)) problems.push({ path, key: 'unstorable' });
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (halves.test(key)) problems.push({ path, key: 'unstorable' });
      open.push([path === '' ? key : `${path}.${key}`, inner]);
    }
  }
  return problems;
}

export function useZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
}
