import { z } from 'zod';
import { responseStates } from '../../presenters/response.js';

/** What responses can be picked by; the same words for the list and the file. */
export const filterQuery = {
  survey: z.string().optional(),
  revision: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  state: z.enum(responseStates).optional(),
  channel: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  from: z.iso.datetime({ offset: true }).optional().describe('Begun at this time or later'),
  to: z.iso.datetime({ offset: true }).optional().describe('Begun before this time'),
};

type FilterQuery = z.output<z.ZodObject<typeof filterQuery>>;

export const toFilter = (query: FilterQuery, within: string[] | null) => ({
  surveyId: query.survey,
  revision: query.revision,
  state: query.state,
  channelId: query.channel,
  from: query.from === undefined ? undefined : new Date(query.from),
  to: query.to === undefined ? undefined : new Date(query.to),
  within,
});
