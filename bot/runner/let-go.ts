import type { Session } from '../../flows/contract.js';
import { putAway } from './conversation.js';
import { writeResponse } from './effects/response.js';
import type { Turn } from './turn.js';

/** A session that nobody goes on with: its response keeps what was answered. */
export function letGo(turn: Turn, session: Session): void {
  writeResponse(turn, session, 'stopped');
  putAway(turn.conversation, session);
}
