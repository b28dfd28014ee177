import { z } from 'zod';
import * as officials from '../../../prisma/official.js';
import type { Endpoint } from '../../context.js';
import { fail } from '../../errors.js';
import { record } from '../../plugins/deed.js';
import { officialSchema, presentOfficial } from '../../presenters/official.js';

/** POST /officials/:id/enable → they may log in again, with the password they had. */
export const enableOfficial: Endpoint = (api, { database }) => {
  api.post(
    '/officials/:id/enable',
    {
      schema: { summary: 'Enable an official', params: z.object({ id: z.guid() }), response: { 200: officialSchema } },
    },
    async (request) => {
      const { id } = request.params;
      const enabled = await database.prisma.$transaction(async (tx) => {
        if (!(await officials.readOfficial(tx, id))) throw fail('not-found');
        await record(tx, request, 'official.enabled', `official:${id}`);
        return officials.changeOfficial(tx, id, { disabledAt: null });
      });
      return presentOfficial(enabled);
    },
  );
};
