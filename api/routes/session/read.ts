import { z } from 'zod';
import type { Endpoint } from '../../context.js';
import { askerOf } from '../../plugins/door.js';
import { askerSchema, presentAsker } from '../../presenters/official.js';

/** GET /session → { official } */
export const readSession: Endpoint = (api) => {
  api.get(
    '/session',
    { schema: { summary: 'Who am I?', response: { 200: z.object({ official: askerSchema }) } } },
    async (request) => ({ official: presentAsker(askerOf(request)) }),
  );
};
