import type { EffectOf } from '../turn.js';
import { writeResponse } from './response.js';

/** A survey that begins opens a response; a dialog leaves none behind. */
export const started: EffectOf<'started'> = (turn, _event, session, flow) => {
  if (flow.kind !== 'survey') return;
  turn.conversation.responses[session.id] = turn.tools.names.response();
  writeResponse(turn, session, 'open');
  turn.counts.push('survey-started');
};
