/** Zod judges what comes in and shapes what goes out; what is wrong with an input becomes problems that people can read. */
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { fail } from '../errors.js';
import { problemsOf } from '../problems.js';

const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data) => {
    const result = schema.safeParse(data, { reportInput: true });
    if (result.success) return { value: result.data };
    return { error: fail('invalid-input', { problems: problemsOf(result.error.issues) }) };
  };

export function useZod(app: FastifyInstance): void {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
}
