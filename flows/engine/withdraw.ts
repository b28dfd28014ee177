/** Takes back answers whose question is no longer on the person's way. */
import type { Turn } from './turn.js';

export function withdraw(turn: Turn, questions: readonly string[]): void {
  for (const node of questions) {
    delete turn.session.answers[node];
    turn.events.push({ type: 'answer-withdrawn', node });
  }
}

/** After a change of way: what was answered stays if it lies behind on the path, or may still come. */
export function withdrawStray(turn: Turn): void {
  const { session, flow } = turn;
  const answered = Object.keys(session.answers);
  if (answered.length === session.path.length) return;
  const onPath = new Set(session.path);
  const ahead = session.at === null ? new Set<string>() : flow.reachable(session.at);
  withdraw(
    turn,
    answered.filter((id) => !onPath.has(id) && !ahead.has(id) && id !== session.at),
  );
}
