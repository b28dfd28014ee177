import { putAway } from '../conversation.js';
import type { EffectOf } from '../turn.js';
import { writeResponse } from './response.js';

/** The session is over; a survey's response keeps how it ended. */
export const ended: EffectOf<'ended'> = (turn, event, session, flow) => {
  if (flow.kind === 'survey') {
    writeResponse(turn, session, event.how);
    turn.counts.push(`survey-${event.how}`);
  }
  putAway(turn.conversation, session);
};
