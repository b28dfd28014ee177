import type { EffectOf } from '../turn.js';

/** The person went another way: an answer to a question that is no longer theirs must not be counted. */
export const answerWithdrawn: EffectOf<'answer-withdrawn'> = (turn, event, session) => {
  const responseId = turn.conversation.responses[session.id];
  if (!responseId) return;
  turn.writes.answers = turn.writes.answers.filter(
    (row) => row.responseId !== responseId || row.question !== event.node,
  );
  turn.writes.withdrawn.push({ responseId, question: event.node });
};
