/** Ends a session. What was answered stays. */
import { say, type Turn } from './turn.js';

export function finish(turn: Turn, how: 'finished' | 'stopped' | 'expired'): void {
  const { session } = turn;
  session.state = how;
  session.at = null;
  session.tries = 0;
  session.early = {};
  delete session.picked;
  delete session.change;
  say(turn, '');
  turn.events.push({ type: 'ended', how });
  if (turn.jump) turn.events.push(turn.jump);
}
